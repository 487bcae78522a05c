// SPDX-License-Identifier: MIT
// The filters of the search page: facets with their counts, days in either calendar, the chart.
(function (Warraq) {
  "use strict";

  // Percent of the chart's height, so that a rare value stays visible.
  const SHORTEST_BAR = 2;

  /**
   * Returns the panel of a search page. `figures` and `countText` format numbers; `linkToDays` makes a link go to the state
   * with the days {from, to}.
   */
  Warraq.filterPanel = function (panel, form, { figures, countText, linkToDays }) {
    const chart = panel.querySelector(".timeline");
    const ends = panel.querySelectorAll(".timeline-ends bdi");
    const hijriFields = Array.from(panel.querySelectorAll("[data-hijri]"));
    const civilField = (hijriField) => form.elements[hijriField.dataset.hijri];
    // The table is parsed when the panel is first opened.
    let hijri = null;

    function fillSelect(select, values) {
      const selected = select.value;
      const heir = values.find(({ former }) => former.includes(selected));
      // The first option is «all».
      select.length = 1;
      for (const { key, label, count } of values) select.add(new Option(`${label} (${figures(count)})`, key));
      Warraq.setField(select, heir ? heir.key : selected);
      select.closest("label").hidden = select.length === 1;
    }

    function drawBar({ unit, count, from, to }, tallest) {
      const bar = panel.querySelector("template.bar").content.cloneNode(true).firstElementChild;
      const height = count && Math.max(SHORTEST_BAR, Math.round((100 * count) / tallest));
      bar.querySelector("rect").setAttribute("height", height);
      bar.querySelector("rect").setAttribute("y", 100 - height);
      bar.querySelector(".unit").textContent = unit;
      bar.querySelector(".count").textContent = countText(count);
      const link = bar.querySelector("a");
      link.title = `${unit} – ${countText(count)}`;
      linkToDays(link, { from, to });
      return bar;
    }

    function drawChart(bars) {
      const tallest = Math.max(...bars.map((bar) => bar.count));
      chart.replaceChildren(...bars.map((bar) => drawBar(bar, tallest)));
      chart.hidden = bars.length < 2;
      const units = chart.hidden ? ["", ""] : [bars[0].unit, bars.at(-1).unit];
      ends.forEach((end, i) => (end.textContent = units[i]));
    }

    /** Writes the day of each civil field into the Hijri field beside it, and suggests the months with results. */
    function writeHijriFields(months) {
      panel.querySelector("datalist").replaceChildren(...months.map((month) => new Option("", month)));
      for (const field of hijriFields) {
        const day = civilField(field).value;
        field.value = day && hijri.written(day);
        field.placeholder = months[0] || "";
        field.setCustomValidity("");
      }
    }

    /** Writes the first or last day of what a Hijri field names into the civil field beside it. */
    function readHijriField(field) {
      const days = field.value.trim() ? hijri.read(field.value) : { from: "", to: "" };
      field.setCustomValidity(days ? "" : panel.dataset.noDate);
      if (days) civilField(field).value = days[field.dataset.hijri];
    }

    for (const field of hijriFields) {
      field.addEventListener("change", () => readHijriField(field));
      field.addEventListener("input", () => field.setCustomValidity(""));
    }

    /** Draws the values of each facet with their counts, and the day numbers of an answer. */
    function draw(valuesByFacet, days, fold) {
      hijri ||= Warraq.hijri(JSON.parse(panel.dataset.hijriTable), JSON.parse(panel.dataset.hijriMonths), fold);
      for (const [name, values] of Object.entries(valuesByFacet)) fillSelect(form.elements[name], values);
      drawChart(Warraq.chart(days));
      writeHijriFields(hijri.monthsOf(days));
    }

    return { draw };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

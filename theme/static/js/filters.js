// SPDX-License-Identifier: MIT
// What the search page offers to narrow results by: choices with their counts, days in either calendar, the chart.
(function (Warraq) {
  "use strict";

  /** The panel of a search page. `words` writes figures and counts; `lead` lets a link lead to days {from, to}. */
  Warraq.filterPanel = function (panel, form, words, lead) {
    const chart = panel.querySelector(".timeline");
    const ends = panel.querySelectorAll(".timeline-ends bdi");
    const hijriFields = Array.from(panel.querySelectorAll("[data-hijri]"));
    let hijri = null; // the table is read once the panel is opened

    function fill(select, values) {
      const asked = select.value;
      const heir = values.find(({ former }) => former.includes(asked)); // of a name that is another's now
      const chosen = heir ? heir.key : asked;
      select.length = 1; // the first one is «all»
      for (const { key, label, count } of values) select.add(new Option(`${label} (${words.figures(count)})`, key));
      Warraq.setField(select, chosen);
      select.closest("label").hidden = select.length === 1;
    }

    function bar({ unit, count, from, to }, tallest) {
      const drawn = panel.querySelector("template.bar").content.cloneNode(true).firstElementChild;
      const height = count && Math.max(2, Math.round((100 * count) / tallest));
      drawn.querySelector("rect").setAttribute("height", height);
      drawn.querySelector("rect").setAttribute("y", 100 - height);
      drawn.querySelector(".unit").textContent = unit;
      drawn.querySelector(".count").textContent = words.counted(count);
      const link = drawn.querySelector("a");
      link.title = `${unit} – ${words.counted(count)}`;
      lead(link, { from, to });
      return drawn;
    }

    function drawChart(bars) {
      const tallest = Math.max(...bars.map((one) => one.count));
      chart.replaceChildren(...bars.map((one) => bar(one, tallest)));
      chart.hidden = bars.length < 2;
      const shown = chart.hidden ? ["", ""] : [bars[0].unit, bars.at(-1).unit];
      ends.forEach((end, place) => (end.textContent = shown[place]));
    }

    /** A Hijri field holds the civil field's day, and offers the months in which there are results. */
    function writeHijri(months) {
      panel.querySelector("datalist").replaceChildren(...months.map((month) => new Option("", month)));
      for (const field of hijriFields) {
        const civil = form.elements[field.dataset.hijri].value;
        field.value = civil && hijri.written(civil);
        field.placeholder = months[0] || "";
        field.setCustomValidity("");
      }
    }

    /** Puts the first or last day that a Hijri field names into the civil field beside it. */
    function readHijri(field) {
      const days = field.value.trim() ? hijri.read(field.value) : { from: "", to: "" };
      field.setCustomValidity(days ? "" : panel.dataset.noDate);
      if (days) form.elements[field.dataset.hijri].value = days[field.dataset.hijri];
    }

    for (const field of hijriFields) {
      field.addEventListener("change", () => readHijri(field));
      field.addEventListener("input", () => field.setCustomValidity(""));
    }

    /** Draws the counts of each facet, and the days of an answer. */
    function draw(counts, days, fold) {
      hijri ||= Warraq.hijri(JSON.parse(panel.dataset.hijriTable), JSON.parse(panel.dataset.hijriMonths), fold);
      for (const [name, values] of Object.entries(counts)) fill(form.elements[name], values);
      drawChart(Warraq.chart(days));
      writeHijri(hijri.monthsOf(days));
    }

    return { draw };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

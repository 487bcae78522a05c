// SPDX-License-Identifier: MIT
// The filters of the search page: facets with their counts, days in either calendar, the chart.
(function (Warraq) {
  "use strict";

  // Values of a facet that are shown at first.
  const FIRST_VALUES = 8;

  /** Returns the panel of a search page. `figures` and `countText` format numbers; `submit()` answers what is chosen. */
  Warraq.filterPanel = function (panel, form, { figures, countText, submit }) {
    const hijriFields = Array.from(panel.querySelectorAll("[data-hijri]"));
    const civilField = (hijriField) => form.elements[hijriField.dataset.hijri];
    const months = JSON.parse(panel.dataset.months);
    const timeline = Warraq.timeline(panel.querySelector(".timeline"), {
      label({ unit, count }) {
        const name = Warraq.unitLabel(unit, months);
        return count === undefined ? name : `${name} – ${countText(count)}`;
      },
      select(from, to) {
        form.elements.from.value = from;
        form.elements.to.value = to;
        submit();
      },
    });
    // The table is parsed when the panel is first opened.
    let hijri = null;

    function valueItem(facet, { key, label, former, count }, selected) {
      const item = panel.querySelector("template.facet-value").content.cloneNode(true).firstElementChild;
      const box = item.querySelector("input");
      box.name = facet;
      box.value = key;
      box.checked = [key, ...former].some((known) => selected.includes(known));
      Warraq.drawIsolated(item.querySelector("bdi"), [{ text: label }]);
      item.querySelector(".count").textContent = figures(count);
      return item;
    }

    /** Lists the values of a facet, the selected ones first; the focus stays on its value. */
    function fillFacet(facet, values) {
      const fieldset = panel.querySelector(`[data-facet="${facet}"]`);
      const list = fieldset.querySelector("ul");
      const selected = Warraq.selectedValues(form, facet);
      const focused = list.contains(document.activeElement) ? document.activeElement.value : null;
      const items = values.map((value) => valueItem(facet, value, selected));
      const isChecked = (item) => item.querySelector("input").checked;
      const sorted = [...items.filter(isChecked), ...items.filter((item) => !isChecked(item))];
      const isOpen = fieldset.dataset.open !== undefined;
      sorted.forEach((item, i) => (item.hidden = !isOpen && i >= FIRST_VALUES && !isChecked(item)));
      list.replaceChildren(...sorted);
      fieldset.hidden = !items.length;
      fieldset.querySelector(".facet-more").hidden = !sorted.some((item) => item.hidden);
      if (focused) Array.from(list.querySelectorAll("input")).find((box) => box.value === focused)?.focus();
    }

    function showAllValues(button) {
      const fieldset = button.closest("fieldset");
      const firstHidden = fieldset.querySelector("li[hidden] input");
      fieldset.dataset.open = "";
      for (const item of fieldset.querySelectorAll("li")) item.hidden = false;
      button.hidden = true;
      firstHidden.focus();
    }

    function removeAll() {
      for (const field of panel.querySelectorAll("input[name]")) {
        if (field.type === "checkbox") field.checked = false;
        else field.value = "";
      }
      submit();
    }

    /** Writes the day of each civil field into the Hijri field beside it, and suggests the months with results. */
    function writeHijriFields(hijriMonths) {
      panel.querySelector("datalist").replaceChildren(...hijriMonths.map((month) => new Option("", month)));
      for (const field of hijriFields) {
        const day = civilField(field).value;
        field.value = day && hijri.written(day);
        field.placeholder = hijriMonths[0] || "";
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
    for (const button of panel.querySelectorAll(".facet-more")) {
      button.addEventListener("click", () => showAllValues(button));
    }
    panel.querySelector(".all-values").addEventListener("click", removeAll);

    /**
     * Draws the values of each facet with their counts, says of which not all are listed, and draws the day numbers of an
     * answer.
     */
    function draw(valuesByFacet, isPartial, days, fold) {
      hijri ||= Warraq.hijri(JSON.parse(panel.dataset.hijriTable), JSON.parse(panel.dataset.hijriMonths), fold);
      for (const [name, values] of Object.entries(valuesByFacet)) {
        fillFacet(name, values);
        panel.querySelector(`[data-facet="${name}"] .facet-rest`).hidden = !isPartial(name);
      }
      const { from, to } = form.elements;
      timeline.draw(Warraq.chart(days), from.value, to.value);
      panel.querySelector(".days").open ||= Boolean(from.value || to.value);
      const isFiltered = panel.querySelector("input:checked") || from.value || to.value;
      panel.querySelector(".all-values").hidden = !isFiltered;
      writeHijriFields(hijri.monthsOf(days));
      panel.dataset.drawn = "";
    }

    return { draw };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

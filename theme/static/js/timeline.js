// SPDX-License-Identifier: MIT
// The chart of results over time. A range is selected by dragging over it, by a click on a bar, or with its two sliders,
// which take touch and the keyboard.
(function (Warraq) {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const HEIGHT = 100;
  // So that a rare value stays visible.
  const SHORTEST_BAR = 3;

  /** Returns «3 يوليو 2015», «يوليو 2015» or «2015» for the ISO name of a day, a month or a year. */
  Warraq.unitLabel = function (unit, months) {
    const [year, month, day] = unit.split("-");
    return [day && Number(day), month && months[month - 1], year].filter(Boolean).join(" ");
  };

  /**
   * Returns the timeline in a fieldset; `label(bar)` describes a bar {unit, count, from, to}, `select(from, to)` is called
   * with the days that the reader has selected.
   */
  Warraq.timeline = function (fieldset, { label, select }) {
    const chart = fieldset.querySelector("svg");
    const range = fieldset.querySelector(".timeline-range");
    const [first, last] = fieldset.querySelectorAll("[data-end]");
    let bars = [];
    let dragStart = null;

    /** Returns x of a bar: time runs in the direction of reading, the x axis of SVG always from the left. */
    function xOf(index) {
      const isMirrored = getComputedStyle(fieldset).direction === "rtl";
      return isMirrored ? bars.length - 1 - index : index;
    }

    function drawBar(bar, index, tallest) {
      const rect = document.createElementNS(SVG, "rect");
      const height = bar.count && Math.max(SHORTEST_BAR, (HEIGHT * bar.count) / tallest);
      const values = { x: xOf(index) + 0.05, width: 0.9, y: HEIGHT - height, height };
      for (const [name, value] of Object.entries(values)) rect.setAttribute(name, value);
      const title = document.createElementNS(SVG, "title");
      title.textContent = label(bar);
      rect.append(title);
      return rect;
    }

    /** Shows which bars are selected: in the chart, in words, and to screen readers. */
    function showRange() {
      const [start, end] = [first, last].map((slider) => Number(slider.value));
      Array.from(chart.children).forEach((rect, index) => rect.classList.toggle("outside", index < start || index > end));
      const units = [bars[start], bars[end]].map((bar) => label({ unit: bar.unit }));
      range.textContent = start === end ? units[0] : units.join(" – ");
      [first, last].forEach((slider, i) => slider.setAttribute("aria-valuetext", units[i]));
    }

    function setRange(start, end) {
      first.value = Math.min(start, end);
      last.value = Math.max(start, end);
      showRange();
    }

    function selectRange() {
      const [start, end] = [bars[first.value], bars[last.value]];
      const isWhole = start === bars[0] && end === bars.at(-1);
      select(isWhole ? "" : start.from, isWhole ? "" : end.to);
    }

    function barAt({ clientX }) {
      const { left, width } = chart.getBoundingClientRect();
      const x = Math.floor(((clientX - left) / width) * bars.length);
      const index = xOf(x);
      return Math.max(0, Math.min(bars.length - 1, index));
    }

    chart.addEventListener("pointerdown", (event) => {
      dragStart = barAt(event);
      chart.setPointerCapture(event.pointerId);
      setRange(dragStart, dragStart);
    });
    chart.addEventListener("pointermove", (event) => dragStart !== null && setRange(dragStart, barAt(event)));
    chart.addEventListener("pointerup", () => {
      dragStart = null;
      selectRange();
    });
    chart.addEventListener("pointercancel", () => {
      dragStart = null;
    });
    for (const slider of [first, last]) {
      slider.addEventListener("input", () => {
        // One slider pushes the other.
        const other = slider === first ? last : first;
        const isPast = slider === first ? Number(first.value) > Number(last.value) : Number(last.value) < Number(first.value);
        if (isPast) other.value = slider.value;
        showRange();
      });
      slider.addEventListener("change", (event) => {
        event.stopPropagation();
        selectRange();
      });
    }

    /** Draws bars, of which those from day `from` to day `to` are selected. */
    function draw(newBars, from, to) {
      bars = newBars;
      fieldset.hidden = bars.length < 2;
      if (fieldset.hidden) return;
      const tallest = Math.max(...bars.map((bar) => bar.count));
      chart.setAttribute("viewBox", `0 0 ${bars.length} ${HEIGHT}`);
      chart.replaceChildren(...bars.map((bar, index) => drawBar(bar, index, tallest)));
      for (const slider of [first, last]) slider.max = bars.length - 1;
      const start = from ? bars.findIndex((bar) => bar.to >= from) : 0;
      const end = to ? bars.findLastIndex((bar) => bar.from <= to) : bars.length - 1;
      setRange(Math.max(0, start), end < 0 ? bars.length - 1 : end);
    }

    return { draw };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

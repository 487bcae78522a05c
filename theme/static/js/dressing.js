// SPDX-License-Identifier: MIT
// Turns the dates and figures of the interface to the reader's choice; articles keep their own.
(function (Warraq) {
  "use strict";

  const FIGURES =
    "time, .count, .counterpart, .holdings, .place, .year, .search-count, .month-grids, .month-bars, .anniversaries, " +
    ".same-day, .two-calendars, [data-figures]";
  const root = document.documentElement;
  const written = new WeakMap(); // text node → what the site itself wrote there

  function wished(text, inTime) {
    const { digits, order } = Warraq.choice;
    const ordered = inTime && order && order !== root.dataset.order ? Warraq.dates.exchanged(text) : text;
    return digits ? Warraq.dates.withDigits(ordered, digits) : ordered;
  }

  function dressText(node) {
    if (!written.has(node)) written.set(node, node.data);
    node.data = wished(written.get(node), node.parentElement.closest("time") !== null);
  }

  function dress(element) {
    const marked = element.closest(FIGURES) ? [element] : element.querySelectorAll(FIGURES);
    for (const part of marked) {
      const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) dressText(texts.currentNode);
    }
  }

  function dressAdded(mutations) {
    for (const mutation of mutations) dress(mutation.target);
  }

  if (Warraq.choice.digits || Warraq.choice.order) dress(document.body);
  document.addEventListener("warraq:choice", () => dress(document.body));
  new MutationObserver(dressAdded).observe(document.body, { childList: true, subtree: true });
})((globalThis.Warraq = globalThis.Warraq || {}));

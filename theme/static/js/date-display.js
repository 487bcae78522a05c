// SPDX-License-Identifier: MIT
// Shows the dates and figures of the interface as the reader prefers; articles keep their own. preferences.js loads it.
(function (Warraq) {
  "use strict";

  const FIGURES =
    "time, .count, .counterpart, .holdings, .place, .year, .search-count, .month-grids, .month-bars, .anniversaries, " +
    ".same-day, .two-calendars, [data-figures]";
  const ZERO = { latin: 0x30, arab: 0x660 };
  // «السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م»: plugins/dates/style.py writes it so.
  const TWO_CALENDARS = /^(\S+) (.+) – (.+)$/u;
  const root = document.documentElement;
  // Text node → what the site itself wrote there.
  const originals = new WeakMap();

  /** Returns the text with all digits latin (012) or all arab (٠١٢). */
  function withDigits(text, digits) {
    return text.replace(/[0-9٠-٩]/g, (digit) => String.fromCharCode(ZERO[digits] + (digit.charCodeAt(0) & 15)));
  }

  /** Returns a date in two calendars with its halves swapped; any other text as it is. */
  function withCalendarsSwapped(text) {
    return text.replace(TWO_CALENDARS, "$1 $3 – $2");
  }

  function preferred(text, isTime) {
    const { digits, order } = Warraq.choice;
    const isOtherOrder = order && order !== root.dataset.order;
    const ordered = isTime && isOtherOrder ? withCalendarsSwapped(text) : text;
    return digits ? withDigits(ordered, digits) : ordered;
  }

  function updateText(node) {
    if (!originals.has(node)) originals.set(node, node.data);
    node.data = preferred(originals.get(node), node.parentElement.closest("time") !== null);
  }

  /** Updates the figures in an element, or all of an element in a figure. */
  function update(element) {
    const figures = element.closest(FIGURES) ? [element] : element.querySelectorAll(FIGURES);
    for (const figure of figures) {
      const texts = document.createTreeWalker(figure, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) updateText(texts.currentNode);
    }
  }

  function updateAdded(mutations) {
    for (const mutation of mutations) update(mutation.target);
  }

  function start() {
    update(document.body);
    document.addEventListener("warraq:choice", () => update(document.body));
    new MutationObserver(updateAdded).observe(document.body, { childList: true, subtree: true });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((globalThis.Warraq = globalThis.Warraq || {}));

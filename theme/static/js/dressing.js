// SPDX-License-Identifier: MIT
// Turns the dates and figures of the interface to the reader's choice; articles keep their own. reader.js brings it.
(function (Warraq) {
  "use strict";

  const FIGURES =
    "time, .count, .counterpart, .holdings, .place, .year, .search-count, .month-grids, .month-bars, .anniversaries, " +
    ".same-day, .two-calendars, [data-figures]";
  const ZERO = { latin: 0x30, arab: 0x660 };
  // «السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م»: plugins/dates/style.py writes it so.
  const BOTH = /^(\S+) (.+) – (.+)$/u;
  const root = document.documentElement;
  const written = new WeakMap(); // text node → what the site itself wrote there

  /** The text with its digits all latin (012) or all arab (٠١٢). */
  function withDigits(text, digits) {
    return text.replace(/[0-9٠-٩]/g, (digit) => String.fromCharCode(ZERO[digits] + (digit.charCodeAt(0) & 15)));
  }

  /** A date in two calendars with its halves exchanged; any other text as it is. */
  function exchanged(text) {
    return text.replace(BOTH, "$1 $3 – $2");
  }

  function wished(text, inTime) {
    const { digits, order } = Warraq.choice;
    const ordered = inTime && order && order !== root.dataset.order ? exchanged(text) : text;
    return digits ? withDigits(ordered, digits) : ordered;
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

  function begin() {
    dress(document.body);
    document.addEventListener("warraq:choice", () => dress(document.body));
    new MutationObserver(dressAdded).observe(document.body, { childList: true, subtree: true });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else begin();
})((globalThis.Warraq = globalThis.Warraq || {}));

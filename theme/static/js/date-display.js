// SPDX-License-Identifier: MIT
// Shows the dates and figures of the interface as the reader prefers; articles keep their own. preferences.js loads it.
(function (Warraq) {
  "use strict";

  // What the papers wrote, and what the reader types: their digits stay as they are.
  const VERBATIM =
    "article .text, article h1, .entry :is(h2, h3, h4), .entry-lead, .rows > li > a, .neighbours span:last-child, " +
    "[data-verbatim], " +
    "bdi, q, code, script, style, template, .reader-switch";
  // Figures of the interface inside them.
  const FIGURES = "[data-figures]";
  const ATTRIBUTES = ["aria-label", "aria-valuetext", "placeholder", "title"];
  const WITH_ATTRIBUTES = ATTRIBUTES.map((name) => `[${name}]`).join(",");
  const ZERO = { latin: 0x30, arab: 0x660 };
  // «السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م»: plugins/dates/style.py writes it so.
  const TWO_CALENDARS = /^(\S+) (.+) – (.+)$/u;
  const HAS_DIGIT = /[0-9٠-٩]/;
  // Text node or attribute → what the site itself wrote there, and what stands there since.
  const texts = new WeakMap();

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
    const isOtherOrder = order && order !== Warraq.site.order;
    const ordered = isTime && isOtherOrder ? withCalendarsSwapped(text) : text;
    return digits ? withDigits(ordered, digits) : ordered;
  }

  /** Updates what a node contains; a script of the page may have changed it since. */
  function updateNode(node, isTime) {
    if (!HAS_DIGIT.test(node.nodeValue)) return;
    let known = texts.get(node);
    if (!known || node.nodeValue !== known.shown) known = { original: node.nodeValue };
    known.shown = preferred(known.original, isTime);
    texts.set(node, known);
    if (node.nodeValue !== known.shown) node.nodeValue = known.shown;
  }

  function updateAttributes(element) {
    for (const name of ATTRIBUTES) {
      const attribute = element.getAttributeNode(name);
      if (attribute) updateNode(attribute, false);
    }
  }

  function isInterface(element) {
    const nearest = element.closest(`${FIGURES}, ${VERBATIM}`);
    return !nearest || nearest.matches(FIGURES);
  }

  function update(top) {
    const nodes = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    while (nodes.nextNode()) {
      const { currentNode: node } = nodes;
      if (isInterface(node.parentElement)) updateNode(node, node.parentElement.closest("time, .when") !== null);
    }
    for (const element of [top, ...top.querySelectorAll(WITH_ATTRIBUTES)]) {
      if (isInterface(element)) updateAttributes(element);
    }
  }

  function updateChanged(mutations) {
    for (const { target, type } of mutations) {
      if (type === "attributes") {
        if (isInterface(target)) updateAttributes(target);
      } else update(target.nodeType === Node.TEXT_NODE ? target.parentElement : target);
    }
  }

  function updateAll() {
    update(document.body);
    // The title of an article is the paper's.
    if (!document.querySelector("article h1")) update(document.querySelector("title"));
  }

  function start() {
    updateAll();
    document.addEventListener("warraq:choice", updateAll);
    const observer = new MutationObserver(updateChanged);
    const watched = { childList: true, characterData: true, subtree: true, attributeFilter: ATTRIBUTES };
    observer.observe(document.body, watched);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})((globalThis.Warraq = globalThis.Warraq || {}));

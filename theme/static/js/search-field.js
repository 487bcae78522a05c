// SPDX-License-Identifier: MIT
// A part of interface.js. The search field of every page: "/" focuses it, and it offers suggestions, whose scripts are
// loaded with the first focus.
(function (Warraq) {
  "use strict";

  const { src } = document.currentScript;
  const BUNDLE_URL = src.replace("interface.js", "search.js");
  const INDEX_URL = new URL("../../search/", src).href;
  const TYPED_INTO = "input, textarea, select, [contenteditable]";

  function focusField(event) {
    const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
    if (event.key !== "/" || hasModifier || event.target.closest(TYPED_INTO)) return;
    const field = document.querySelector("form[role=search] [name=q]");
    if (!field) return;
    event.preventDefault();
    field.focus();
  }

  function loadBundle() {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = BUNDLE_URL;
      Object.assign(script.dataset, { index: INDEX_URL, only: "suggestions" });
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  /** Returns the list of suggestions, added to a form whose field becomes a combobox. */
  function addList(form) {
    const list = document.createElement("ul");
    list.className = "suggestions";
    list.id = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", Warraq.labels.suggestions);
    Object.assign(list.dataset, { page: Warraq.labels.page, verbatim: "" });
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(attributes)) form.elements.q.setAttribute(name, value);
    form.append(list);
    return list;
  }

  /** Loads the script of the search page; without it the field leads to that page all the same. */
  async function offerSuggestions(form) {
    try {
      await loadBundle();
    } catch {
      return;
    }
    await Warraq.suggestIn(form, addList(form));
  }

  document.addEventListener("keydown", focusField);
  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll(".header-search, .great-search")) {
      // The search page has its list in its own markup.
      if (form.querySelector(".suggestions")) continue;
      Object.assign(form.elements.q, { autocomplete: "off", spellcheck: false });
      form.addEventListener("focusin", () => offerSuggestions(form), { once: true });
    }
  });
})((globalThis.Warraq = globalThis.Warraq || {}));

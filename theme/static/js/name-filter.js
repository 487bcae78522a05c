// SPDX-License-Identifier: MIT
// Filters the index of names while the reader types. Without it the whole index is shown.
(function (Warraq) {
  "use strict";

  class NameFilter extends HTMLElement {
    connectedCallback() {
      this.analyser = Warraq.analyser(JSON.parse(this.dataset.rules));
      this.input = this.querySelector("input");
      this.status = this.querySelector("[role=status]");
      this.input.value = new URLSearchParams(location.search).get("q") || "";
      this.input.addEventListener("input", () => this.filterNames());
      this.input.addEventListener("keydown", ({ key }) => key === "Enter" && this.openOnlyMatch());
      if (this.input.value) this.filterNames();
    }

    /** The items with their words. Only a filter needs them: the words of 2,500 names block a weak phone for 0.4 s. */
    get names() {
      this.items ||= Array.from(this.querySelectorAll(".name-columns li"), (item) => ({
        item,
        ...this.wordsOf(item.querySelector("bdi").textContent),
      }));
      return this.items;
    }

    /** Return the letters of a text without blanks, and its stems: «عبدالله» and «عبد الله» are the same. */
    wordsOf(text) {
      return { letters: this.analyser.words(text).join(""), terms: new Set(this.analyser.terms(text)) };
    }

    /** Show the names that contain every word of the field, and the sections that have one. */
    filterNames() {
      const words = this.input.value.split(/\s+/).map((word) => this.wordsOf(word)).filter((word) => word.letters);
      let matches = 0;
      for (const name of this.names) {
        const { item } = name;
        const contains = (word) => name.letters.includes(word.letters) || Array.from(word.terms).every((term) => name.terms.has(term));
        item.hidden = !words.every(contains);
        if (!item.hidden) matches += 1;
      }
      for (const section of this.querySelectorAll("section")) {
        section.hidden = !section.querySelector("li:not([hidden])");
      }
      this.status.textContent = words.length ? this.formatCount(matches) : "";
      const url = words.length ? `?${new URLSearchParams({ q: this.input.value })}` : location.pathname;
      history.replaceState(null, "", url);
    }

    /** Return the number of names in words, in the plural form of the language. */
    formatCount(number) {
      const forms = JSON.parse(this.dataset.plurals);
      const form = forms[new Intl.PluralRules(this.dataset.locale).select(number)] || forms.other;
      return form.replace("{n}", number.toLocaleString("en"));
    }

    /** Open the page of the name if it is the only match. */
    openOnlyMatch() {
      const matches = this.names.filter(({ item }) => !item.hidden);
      if (matches.length === 1) matches[0].item.querySelector("a").click();
    }
  }

  customElements.define("name-filter", NameFilter);
})((globalThis.Warraq = globalThis.Warraq || {}));

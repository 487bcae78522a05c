// SPDX-License-Identifier: MIT
// Filters the index of names while the reader types. Without it the whole index is shown.
(function (Warraq) {
  "use strict";

  class NameFilter extends HTMLElement {
    connectedCallback() {
      const { fold } = Warraq.analyser(JSON.parse(this.dataset.rules));
      this.fold = fold;
      this.form = this.querySelector("form");
      this.input = this.form.elements.q;
      this.status = this.querySelector("[role=status]");
      this.names = Array.from(this.querySelectorAll(".name-columns li"), (item) => ({
        item,
        folded: fold(item.querySelector("bdi").textContent),
      }));
      this.form.hidden = false;
      this.input.value = new URLSearchParams(location.search).get("q") || "";
      this.input.addEventListener("input", () => this.filterNames());
      this.form.addEventListener("submit", (event) => this.openOnlyMatch(event));
      if (this.input.value) this.filterNames();
    }

    /** Show the names that contain every word of the field, and the sections that have one. */
    filterNames() {
      const words = this.fold(this.input.value).split(/\s+/).filter(Boolean);
      let matches = 0;
      for (const { item, folded } of this.names) {
        item.hidden = !words.every((word) => folded.includes(word));
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
    openOnlyMatch(event) {
      event.preventDefault();
      const matches = this.names.filter(({ item }) => !item.hidden);
      if (matches.length === 1) matches[0].item.querySelector("a").click();
    }
  }

  customElements.define("name-filter", NameFilter);
})((globalThis.Warraq = globalThis.Warraq || {}));

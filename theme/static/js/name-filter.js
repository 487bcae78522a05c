// SPDX-License-Identifier: MIT
// The index of names, narrowed while the reader types; without this script the whole index stands.
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
      this.input.addEventListener("input", () => this.narrow());
      this.form.addEventListener("submit", (event) => this.open(event));
      if (this.input.value) this.narrow();
    }

    /** Leave the names that hold every word of the field, and the sections that still have one. */
    narrow() {
      const words = this.fold(this.input.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const { item, folded } of this.names) {
        item.hidden = !words.every((word) => folded.includes(word));
        shown += !item.hidden;
      }
      for (const section of this.querySelectorAll("section")) {
        section.hidden = !section.querySelector("li:not([hidden])");
      }
      this.status.textContent = words.length ? this.counted(shown) : "";
      const address = words.length ? `?${new URLSearchParams({ q: this.input.value })}` : location.pathname;
      history.replaceState(null, "", address);
    }

    counted(number) {
      const forms = JSON.parse(this.dataset.plurals);
      const form = forms[new Intl.PluralRules(this.dataset.locale).select(number)] || forms.other;
      return form.replace("{n}", number.toLocaleString("en"));
    }

    /** Enter opens the only name left. */
    open(event) {
      event.preventDefault();
      const left = this.names.filter(({ item }) => !item.hidden);
      if (left.length === 1) left[0].item.querySelector("a").click();
    }
  }

  customElements.define("name-filter", NameFilter);
})((globalThis.Warraq = globalThis.Warraq || {}));

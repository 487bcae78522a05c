// SPDX-License-Identifier: MIT
// The search page: a real form, enhanced to answer in place and to keep query and answer in the address.
(function (Warraq) {
  "use strict";

  const PAGE = 10; // results shown at a time

  class SearchBox extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.input = this.form.elements.q;
      this.status = this.querySelector("[role=status]");
      this.list = this.querySelector("ol.results");
      this.form.addEventListener("submit", (event) => this.submit(event));
      window.addEventListener("popstate", () => this.answerAddress());
      this.answerAddress();
    }

    submit(event) {
      const address = `?${new URLSearchParams(new FormData(this.form))}`;
      try {
        history.pushState(null, "", address);
      } catch {
        return; // a browser that forbids it on file:// loads the page with the query in its address
      }
      event.preventDefault();
      this.answerAddress();
    }

    answerAddress() {
      this.input.value = new URLSearchParams(location.search).get("q") || "";
      this.answer(this.input.value);
    }

    /** Opens the index once; after a failure the next query tries again. */
    async engine() {
      this.opening ||= Warraq.openIndex(this.dataset.index).then(Warraq.engine);
      try {
        return await this.opening;
      } catch (error) {
        this.opening = null;
        throw error;
      }
    }

    async answer(text) {
      this.asked = text;
      this.clear();
      if (!text.trim()) return;
      this.setAttribute("aria-busy", "true");
      try {
        await this.show(text);
      } catch (error) {
        if (this.asked === text) this.explain(error);
      } finally {
        if (this.asked === text) this.removeAttribute("aria-busy");
      }
    }

    async show(text) {
      const engine = await this.engine();
      if (!engine.hasWords(text)) return this.say("no-words");
      const hits = await engine.search(text);
      const rows = await this.rows(hits.slice(0, PAGE));
      if (this.asked !== text) return; // another query was asked meanwhile
      this.clear();
      if (!hits.length) return this.say("none");
      this.status.textContent = this.counted(hits.length);
      this.list.append(...rows);
      this.offerMore(text, hits.slice(PAGE));
    }

    /** The results, drawn; all their records are there or none is shown. */
    async rows(hits) {
      const index = await this.opening.then((engine) => engine.index);
      const records = await Promise.all(hits.map((hit) => index.record(hit.article)));
      return records.map((record) => this.row(record));
    }

    row(record) {
      const row = this.querySelector("template.result").content.cloneNode(true);
      const link = row.querySelector(".title");
      link.href = new URL(`../${record.url}`, new URL(this.dataset.index, location.href));
      link.textContent = record.title;
      row.querySelector(".snippet").textContent = record.snippet;
      row.querySelector(".source").textContent = record.source;
      const time = row.querySelector("time");
      time.textContent = record.date;
      if (record.day) time.dateTime = record.day;
      return row;
    }

    offerMore(text, hits) {
      if (!hits.length) return;
      const more = this.querySelector("template.more").content.cloneNode(true).firstElementChild;
      more.addEventListener("click", () => this.showMore(text, hits, more));
      this.list.after(more);
    }

    async showMore(text, hits, more) {
      try {
        const rows = await this.rows(hits.slice(0, PAGE));
        if (this.asked !== text) return;
        const first = rows[0].firstElementChild;
        more.remove();
        this.list.append(...rows);
        this.offerMore(text, hits.slice(PAGE));
        first.querySelector("a").focus();
      } catch (error) {
        this.explain(error);
      }
    }

    counted(number) {
      const { locale, plurals } = this.dataset;
      const forms = JSON.parse(plurals);
      const form = forms[new Intl.PluralRules(locale).select(number)] || forms.other;
      return form.replace("{n}", number.toLocaleString("en"));
    }

    clear() {
      this.status.textContent = "";
      this.list.replaceChildren();
      this.querySelectorAll(":scope > .message:not(template), :scope > button").forEach((old) => old.remove());
    }

    explain(error) {
      this.clear();
      if (error instanceof Warraq.BadQuery) return this.say("bad-query");
      if (error instanceof Warraq.BrokenIndex) return this.say("failed");
      throw error;
    }

    say(name) {
      const text = this.querySelector(`template[data-message="${name}"]`).content.cloneNode(true);
      const place = document.createElement("div");
      place.className = "message";
      place.setAttribute("role", "alert");
      place.append(text);
      this.list.before(place);
    }
  }

  customElements.define("search-box", SearchBox);
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// The search page: a real form, enhanced to answer in place; what is asked stands in the address.
(function (Warraq) {
  "use strict";

  const PAGE = 10; // results shown at a time: each may be a file
  const INDEX = document.currentScript.dataset.index; // address of its folder
  const FIELDS = ["q", "any", "wide", "sort", "from", "to", ...Warraq.FACETS];

  function readAddress() {
    const params = new URLSearchParams(location.search);
    return Object.fromEntries(FIELDS.map((name) => [name, params.get(name) || ""]));
  }

  function address(state) {
    const given = Object.entries(state).filter(([, value]) => value);
    return `?${new URLSearchParams(given)}`;
  }

  function draw(place, pieces) {
    const nodes = pieces.map(({ text, hit }) => {
      if (!hit) return text;
      const mark = document.createElement("mark");
      mark.textContent = text;
      return mark;
    });
    place.replaceChildren(...nodes);
  }

  let opening = null;

  /** Opens the index once; after a failure the next try asks again. */
  async function open() {
    opening ||= Warraq.rootOfPage.then(() => Warraq.openIndex(INDEX)).then(Warraq.answers);
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  }

  /** What a state asks for, with the first rows; where there is no word in it, no answer. */
  async function lookUp(state) {
    const answers = await open();
    if (!answers.hasWords(state.q)) return { answers };
    const answer = await answers.answer(state);
    return { answers, answer, shown: await answers.shown(answer, 0, PAGE) };
  }

  // What the address asks is looked up while the page is still read; a failure is told to who takes it.
  let begun = readAddress().q.trim() ? lookUp(readAddress()) : null;
  begun?.catch(() => {});

  /** What a state asks for: the first one is that of the address. */
  function found(state) {
    const first = begun;
    begun = null;
    return first || lookUp(state);
  }

  /** Puts what the address says into a field; its label and count come when the filters are opened. */
  Warraq.setField = function (field, value) {
    if (field.tagName === "SELECT" && !Array.from(field.options).some((option) => option.value === value)) {
      field.append(new Option(value, value));
    }
    field.value = value;
  };

  class SearchBox extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.status = this.querySelector("[role=status]");
      this.list = this.querySelector("ol.results");
      this.notes = this.querySelector(".search-notes");
      this.options = this.querySelector(".search-options");
      this.filters = this.querySelector(".filters");
      this.form.addEventListener("submit", (event) => this.submit(event));
      this.options.addEventListener("change", () => this.form.requestSubmit());
      this.filters.addEventListener("toggle", () => this.drawFilters());
      for (const button of this.querySelectorAll("[data-format]")) {
        button.addEventListener("click", () => this.export(button.dataset.format));
      }
      this.form.elements.q.addEventListener("focus", () => this.offerSuggestions());
      window.addEventListener("popstate", () => this.answerAddress());
      this.answerAddress();
    }

    submit(event) {
      if (this.go(Object.fromEntries(new FormData(this.form)))) event.preventDefault();
    }

    /** Puts a state into the address and answers it; false where the browser forbids that on file://. */
    go(state) {
      try {
        history.pushState(null, "", address(state));
      } catch {
        return false;
      }
      this.answerAddress();
      return true;
    }

    /** Suggestions are a courtesy: where they fail, the search that follows tells so. */
    async courtesy(promise, otherwise) {
      try {
        return await promise;
      } catch (error) {
        if (error instanceof Warraq.BrokenIndex) return otherwise;
        throw error;
      }
    }

    suggest(text) {
      return this.courtesy(open().then((answers) => answers.suggest(text)), []);
    }

    /** Begins to offer suggestions once the reader has turned to the field. */
    async offerSuggestions() {
      const { q } = this.form.elements;
      const before = q.value;
      await this.courtesy(Warraq.more());
      if (this.closeSuggestions || !Warraq.offerSuggestions) return;
      const choose = () => this.form.requestSubmit();
      const suggest = (text) => this.suggest(text);
      const leave = (url) => location.assign(this.resultAddress(url));
      this.closeSuggestions = Warraq.offerSuggestions(q, this.querySelector(".suggestions"), suggest, choose, leave);
      if (q.value !== before) q.dispatchEvent(new Event("input")); // was typed meanwhile
    }

    answerAddress() {
      this.closeSuggestions?.();
      const state = readAddress();
      for (const name of FIELDS) {
        const field = this.form.elements[name];
        if (field) Warraq.setField(field, state[name]);
      }
      this.answer(state);
    }

    /** Does what `show` does unless another state is asked for meanwhile; a failure is told. */
    async answer(state) {
      this.state = state;
      this.given = null;
      if (!state.q.trim()) return this.clear();
      this.setAttribute("aria-busy", "true");
      try {
        await this.show(state);
      } catch (error) {
        if (this.state === state) this.explain(error);
      } finally {
        if (this.state === state) this.removeAttribute("aria-busy");
      }
    }

    async show(state) {
      const { answers, answer, shown } = await found(state);
      if (this.state !== state) return;
      if (!answer) return this.say("no-words");
      this.clear();
      this.given = { answers, answer };
      this.options.hidden = !answer.found.length;
      this.status.textContent = answer.articles.length ? this.counted(answer.articles.length) : "";
      if (!answer.articles.length) this.say(answer.found.length ? "none-left" : "none");
      if (!answer.all && answer.found.length) this.note("some-only");
      if (answer.beyond) this.offerSome(answer.beyond);
      if (answer.missing.length) this.offerCorrection(state, answer.missing);
      this.list.append(...shown.map((record) => this.row(record)));
      this.offerMore(PAGE);
      this.drawFilters();
    }

    resultAddress(url) {
      return new URL(`../${url}`, new URL(INDEX, location.href)).href;
    }

    row(record) {
      const row = this.querySelector("template.result").content.cloneNode(true).firstElementChild;
      const link = row.querySelector(".title");
      link.href = this.resultAddress(record.url);
      draw(link, record.titlePieces);
      draw(row.querySelector(".snippet"), record.passage);
      row.querySelector(".source").textContent = record.source;
      const time = row.querySelector("time");
      time.textContent = record.date;
      if (record.day) time.dateTime = record.day;
      return row;
    }

    offerMore(from) {
      if (from >= this.given.answer.articles.length) return;
      const more = this.querySelector("template.more").content.cloneNode(true).firstElementChild;
      more.addEventListener("click", () => this.showMore(from, more));
      this.list.after(more);
    }

    async showMore(from, more) {
      const given = this.given;
      try {
        const shown = await given.answers.shown(given.answer, from, from + PAGE);
        if (this.given !== given) return;
        more.remove();
        const rows = shown.map((record) => this.row(record));
        this.list.append(...rows);
        this.offerMore(from + PAGE);
        rows[0].querySelector("a").focus();
      } catch (error) {
        this.explain(error);
      }
    }

    /** Lets a link lead to a state without a new page, where the browser allows it. */
    lead(link, state) {
      link.href = address(state);
      link.addEventListener("click", (event) => {
        if (this.go(state)) event.preventDefault();
      });
    }

    offerSome(count) {
      const link = this.note("some-too").querySelector("a");
      link.textContent = link.textContent.replace("{n}", this.figures(count));
      this.lead(link, { ...this.state, any: "1" });
    }

    async offerCorrection(state, missing) {
      const { answers } = this.given;
      const corrected = await answers.correct(state.q, missing).catch((error) => this.explain(error));
      if (!corrected || this.state !== state) return;
      const link = this.note("did-you-mean").querySelector("a");
      link.textContent = corrected;
      this.lead(link, { ...state, q: corrected });
    }

    makePanel() {
      const words = { figures: (number) => this.figures(number), counted: (number) => this.counted(number) };
      const leadToDays = (link, days) => this.lead(link, { ...this.state, ...days });
      return Warraq.filterPanel(this.filters, this.form, words, leadToDays);
    }

    /** Fills the filters with what they would leave, and the chart, once the reader has opened them. */
    async drawFilters() {
      const given = this.given;
      if (!given || !this.filters.open) return;
      try {
        const facets = await given.answers.facets();
        this.panel ||= this.makePanel();
        const { found, masks } = given.answer;
        const counts = facets.names.map(async (name) => [name, await facets.counts(name, found, masks)]);
        const [days, ...counted] = await Promise.all([facets.dates(found, masks), ...counts]);
        if (this.given === given) this.panel.draw(Object.fromEntries(counted), days, given.answers.fold);
      } catch (error) {
        this.explain(error);
      }
    }

    async export(format) {
      const { answers, answer } = this.given;
      try {
        const [records] = await Promise.all([answers.records(answer), Warraq.more()]);
        const { type, write } = Warraq.exports[format];
        const rows = records.map((record) => ({ ...record, address: this.resultAddress(record.url) }));
        this.download(new Blob([write(rows)], { type }), `results.${format}`);
      } catch (error) {
        this.explain(error);
      }
    }

    download(blob, name) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000); // a download may begin late
    }

    figures(number) {
      return String(number).replace(/\B(?=(?:\d{3})+$)/g, ","); // a locale of the browser's takes milliseconds to load
    }

    counted(number) {
      const forms = JSON.parse(this.dataset.plurals);
      const form = forms[new Intl.PluralRules(this.dataset.locale).select(number)] || forms.other;
      return form.replace("{n}", this.figures(number));
    }

    clear() {
      this.status.textContent = "";
      this.options.hidden = true;
      this.list.replaceChildren();
      this.notes.replaceChildren();
      this.querySelectorAll(":scope > button").forEach((button) => button.remove());
    }

    explain(error) {
      this.clear();
      if (error instanceof Warraq.BadQuery) return this.refuse(error.reason);
      if (!(error instanceof Warraq.BrokenIndex)) throw error;
      opening = null; // the site may have been built anew meanwhile: its root names other files
      const again = this.say("failed").querySelector("button");
      again.addEventListener("click", () => this.answer(this.state));
    }

    /** Says why a query is not answered; one that is only wide may be meant so. */
    refuse(reason) {
      const link = this.say(reason).querySelector("a");
      if (link) this.lead(link, { ...this.state, wide: "1" });
    }

    say(name) {
      this.clear();
      const message = this.note(name);
      message.className = "message";
      message.setAttribute("role", "alert");
      return message;
    }

    note(name) {
      const note = document.createElement("div");
      note.append(this.querySelector(`template[data-message="${name}"]`).content.cloneNode(true));
      this.notes.append(note);
      return note;
    }
  }

  const define = () => customElements.define("search-box", SearchBox);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", define);
  else define();
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// The search page: a real form that answers in place. Its state is in the URL.
(function (Warraq) {
  "use strict";

  // Results shown at a time: each may be a file.
  const PAGE_SIZE = 10;
  const { index: INDEX_URL, only: ONLY } = document.currentScript.dataset;
  // On other pages than the search page the bundle only offers suggestions.
  const IS_SEARCH_PAGE = ONLY !== "suggestions";
  // Forms of words that are marked on the article that a result leads to.
  const MAX_MARKED_FORMS = 6;
  // A download may begin late.
  const DOWNLOAD_TIMEOUT = 60000;
  const FIELDS = ["q", "any", "wide", "sort", "from", "to"];
  // From this width on the filters have a column of their own.
  const IS_WIDE = "(min-width: 64rem)";
  const TOP = { shown: PAGE_SIZE, scroll: 0 };

  /** Returns the state in a URL's parameters or a form's data: a text for each field, a list for each facet. */
  function stateOf(params) {
    const fields = FIELDS.map((name) => [name, params.get(name) || ""]);
    const facets = Warraq.FACETS.map((name) => [name, params.getAll(name).filter(Boolean)]);
    return Object.fromEntries([...fields, ...facets]);
  }

  const stateOfUrl = () => stateOf(new URLSearchParams(location.search));

  function urlOf(state) {
    const pairs = Object.entries(state).flatMap(([name, value]) => [value].flat().map((each) => [name, each]));
    return `?${new URLSearchParams(pairs.filter(([, value]) => value))}`;
  }

  /** Returns how the reader left the entry of the history: how many results were shown, and the scroll position. */
  function viewOfHistory() {
    return { ...TOP, ...history.state };
  }

  /** Keeps a view with the entry of the history, for when the reader comes back. */
  function keepView(view) {
    history.replaceState({ ...viewOfHistory(), ...view }, "");
  }

  /** Returns a text, or a mark with it if it is a hit. */
  function markHit(text, hit) {
    if (!hit) return text;
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  }

  /** Fills an element with text in which hits are marked. */
  function drawPieces(element, pieces) {
    Warraq.drawIsolated(element, pieces, markHit);
  }

  let opening = null;

  /** Opens the index once and returns its answers; after a failure the next call tries again. */
  async function open() {
    opening ||= Warraq.rootOfPage.then(() => Warraq.openIndex(INDEX_URL)).then(Warraq.answers);
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  }

  /** Returns the answer to a state with its first `count` rows; no answer if its text contains no word. */
  async function search(state, count) {
    const answers = await open();
    if (!answers.hasWords(state.q)) return { answers };
    const answer = await answers.answer(state);
    return { answers, answer, rows: await answers.shown(answer, 0, count) };
  }

  // The state of the URL is searched while the page is still parsed; whoever takes the promise handles a failure.
  const initialState = stateOfUrl();
  let initialSearch = IS_SEARCH_PAGE && initialState.q.trim() ? search(initialState, viewOfHistory().shown) : null;
  initialSearch?.catch(() => {});

  /** Returns what `search` returns; the first call takes the search that has already begun. */
  function searchOnce(state, count) {
    const begun = initialSearch;
    initialSearch = null;
    return begun || search(state, count);
  }

  /** Returns the selected values of a facet. */
  Warraq.selectedValues = function (form, facet) {
    return new FormData(form).getAll(facet);
  };

  const resultUrl = (url) => new URL(`../${url}`, new URL(INDEX_URL, location.href)).href;

  /** Returns what the promise resolves to, or `fallback` if the index is broken: a search will then report it. */
  async function ignoreBroken(promise, fallback) {
    try {
      return await promise;
    } catch (error) {
      if (error instanceof Warraq.BrokenIndex) return fallback;
      throw error;
    }
  }

  const suggest = (text) => ignoreBroken(open().then((answers) => answers.suggest(text)), []);

  /** Offers suggestions for the field of a form in `list`; returns the function that closes the list. */
  Warraq.suggestIn = async function (form, list) {
    const { q } = form.elements;
    const before = q.value;
    await ignoreBroken(Warraq.loadMore());
    if (!Warraq.offerSuggestions) return null;
    const close = Warraq.offerSuggestions(q, list, {
      suggest,
      choose: () => form.requestSubmit(),
      open: (url) => location.assign(resultUrl(url)),
    });
    const typedMeanwhile = q.value !== before;
    if (typedMeanwhile) q.dispatchEvent(new Event("input"));
    return close;
  };

  /** Returns the part of a URL that makes the browser mark texts on the page; see WICG, Text Fragments. */
  function textFragment(texts) {
    const encoded = texts.map((text) => encodeURIComponent(text).replace(/[-.]/g, (sign) => (sign === "-" ? "%2D" : "%2E")));
    return encoded.length ? `#:~:text=${encoded.join("&text=")}` : "";
  }

  /** Makes the link of a result mark the words of the query on its page, when the reader takes it. */
  function markOnPage(link) {
    const marks = link.closest("li").querySelectorAll("mark");
    const forms = new Set(Array.from(marks, (mark) => mark.textContent));
    link.href = link.href.split("#")[0] + textFragment(Array.from(forms).slice(0, MAX_MARKED_FORMS));
  }

  class SearchBox extends HTMLElement {
    connectedCallback() {
      this.form = this.querySelector("form");
      this.status = this.querySelector("[role=status]");
      this.list = this.querySelector("ol.results");
      this.notes = this.querySelector(".search-notes");
      this.filters = this.querySelector(".filters");
      this.form.addEventListener("submit", (event) => this.submit(event));
      for (const part of [this.filters, this.querySelector(".search-order")]) {
        part.addEventListener("change", () => this.form.requestSubmit());
      }
      this.filters.addEventListener("toggle", () => this.drawFilters());
      for (const button of this.querySelectorAll("[data-format]")) {
        button.addEventListener("click", () => this.export(button.dataset.format));
      }
      this.form.elements.q.addEventListener("focus", () => this.offerSuggestions());
      // The browser would scroll before the results are there.
      history.scrollRestoration = "manual";
      for (const type of ["click", "auxclick"]) {
        this.list.addEventListener(type, ({ target }) => {
          keepView({ scroll: scrollY });
          const link = target.closest("a");
          if (link) markOnPage(link);
        });
      }
      window.addEventListener("pagehide", () => keepView({ scroll: scrollY }));
      window.addEventListener("popstate", () => this.answerUrl());
      this.openFiltersWhenActive();
      this.answerUrl();
    }

    submit(event) {
      if (this.go(stateOf(new FormData(this.form)))) event.preventDefault();
    }

    /** Puts a state into the URL and answers it. Returns false if the browser forbids that on file://. */
    go(state) {
      try {
        keepView({ scroll: scrollY });
        history.pushState(null, "", urlOf(state));
      } catch {
        return false;
      }
      this.answerUrl();
      return true;
    }

    /** Begins to offer suggestions when the field has the focus. */
    async offerSuggestions() {
      if (this.closeSuggestions) return;
      let answered = false;
      this.closeSuggestions = () => {
        answered = true;
      };
      const close = await Warraq.suggestIn(this.form, this.querySelector(".suggestions"));
      // A query that was sent while the script was loading needs no suggestions over its results.
      if (answered) close?.();
      this.closeSuggestions = close;
    }

    answerUrl() {
      this.closeSuggestions?.();
      const state = stateOfUrl();
      for (const name of FIELDS) {
        const field = this.form.elements[name];
        if (field) field.value = state[name];
      }
      for (const name of Warraq.FACETS) this.selectValues(name, state[name]);
      this.answer(state);
    }

    /** Selects values of a facet; labels and counts of new ones follow when the filters are drawn. */
    selectValues(facet, keys) {
      const list = this.filters.querySelector(`[data-facet="${facet}"] ul`);
      const boxes = Array.from(list.querySelectorAll("input"));
      for (const box of boxes) box.checked = keys.includes(box.value);
      for (const key of keys) {
        if (boxes.some((box) => box.value === key)) continue;
        const item = this.querySelector("template.facet-value").content.cloneNode(true).firstElementChild;
        Object.assign(item.querySelector("input"), { name: facet, value: key, checked: true });
        item.querySelector("bdi").textContent = key;
        list.append(item);
      }
    }

    /** Shows the answer to a state or its failure, unless another state has replaced it meanwhile. */
    async answer(state) {
      this.state = state;
      this.current = null;
      if (!state.q.trim()) return this.clear();
      this.setAttribute("aria-busy", "true");
      try {
        await this.show(state);
      } catch (error) {
        if (this.state === state) this.showError(error);
      } finally {
        if (this.state === state) this.removeAttribute("aria-busy");
      }
    }

    async show(state) {
      const { shown, scroll } = viewOfHistory();
      const { answers, answer, rows } = await searchOnce(state, shown);
      if (this.state !== state) return;
      if (!answer) return this.showMessage("no-words");
      this.clear();
      this.current = { answers, answer };
      this.toggleAttribute("data-idle", !answer.found.length);
      this.showNotes(state, answer);
      this.list.append(...rows.map((record) => this.row(record)));
      this.offerNextPage(shown);
      scrollTo({ top: scroll, behavior: "instant" });
      this.drawFilters();
    }

    /** Shows the number of results, and how the query could be changed. */
    showNotes(state, { articles, found, all, few, beyond, doubtful, corrected, isShortened }) {
      if (articles.length) this.status.textContent = this.countText(articles.length);
      else this.showMessage(found.length ? "none-left" : "none");
      if (isShortened) this.addNote("shortened");
      else if (!all && found.length) this.addNote("some-only");
      else if (few) this.addNote("few-have-all");
      if (beyond) this.offerOthers(beyond);
      if (doubtful.length || corrected) this.offerCorrection(state, doubtful, corrected);
    }

    /** Returns the list item of a result. */
    row(record) {
      const row = this.querySelector("template.result").content.cloneNode(true).firstElementChild;
      const link = row.querySelector(".title");
      link.href = resultUrl(record.url);
      drawPieces(link, record.titlePieces);
      const snippet = row.querySelector(".snippet");
      drawPieces(snippet, record.passage);
      for (const element of [link, snippet]) element.dir = Warraq.directionOf(element.textContent);
      drawPieces(row.querySelector(".source"), [{ text: record.source }]);
      row.querySelector(".date").replaceWith(this.dateOf(record));
      return row;
    }

    /** Returns the element with the date of a result; that of an undated one is no `time`. */
    dateOf({ date, day }) {
      const element = document.createElement(day ? "time" : "span");
      element.textContent = date;
      if (day) element.dateTime = day;
      return element;
    }

    /** Offers the rows from number `start` on, if there are more. */
    offerNextPage(start) {
      if (start >= this.current.answer.articles.length) return;
      const button = this.querySelector("template.more").content.cloneNode(true).firstElementChild;
      button.addEventListener("click", () => this.showNextPage(start, button));
      this.list.after(button);
    }

    async showNextPage(start, button) {
      const current = this.current;
      try {
        const records = await current.answers.shown(current.answer, start, start + PAGE_SIZE);
        if (this.current !== current) return;
        button.remove();
        const rows = records.map((record) => this.row(record));
        this.list.append(...rows);
        this.offerNextPage(start + PAGE_SIZE);
        keepView({ shown: start + PAGE_SIZE });
        rows[0].querySelector("a").focus();
      } catch (error) {
        this.showError(error);
      }
    }

    /** Makes a link go to a state, without loading the page where the browser allows that. */
    linkTo(link, state) {
      link.href = urlOf(state);
      link.addEventListener("click", (event) => {
        if (this.go(state)) event.preventDefault();
      });
    }

    /** Offers articles with only some of the words. */
    offerOthers(count) {
      const link = this.addNote("some-too").querySelector("a");
      link.textContent = this.pluralText(this.dataset.others, count);
      this.linkTo(link, { ...this.state, any: "1" });
    }

    /** Offers a query in which terms that no article or few contain are corrected, unless it was `answered` already. */
    async offerCorrection(state, doubtful, answered) {
      const { answers } = this.current;
      const corrected =
        answered || (await answers.correct(state.q, doubtful).catch((error) => this.showError(error)));
      if (!corrected || this.state !== state) return;
      const link = this.addNote("did-you-mean").querySelector("a");
      drawPieces(link, [{ text: corrected }]);
      this.linkTo(link, { ...state, q: corrected });
    }

    makePanel() {
      return Warraq.filterPanel(this.filters, this.form, {
        figures: (number) => this.figures(number),
        countText: (number) => this.countText(number),
        submit: () => this.form.requestSubmit(),
      });
    }

    /** Opens the filters of a wide page once the reader does something: a first answer needs none of their files. */
    openFiltersWhenActive() {
      if (!matchMedia(IS_WIDE).matches) return;
      const events = ["pointermove", "keydown", "wheel", "touchstart"];
      const ended = new AbortController();
      const open = ({ target }) => {
        // A click on the summary would close what has just been opened.
        if (this.filters.contains(target)) return;
        ended.abort();
        this.areFiltersOptional = true;
        this.filters.open = true;
      };
      for (const name of events) window.addEventListener(name, open, { signal: ended.signal, passive: true });
    }

    /** Draws the facets with their counts and the chart, if the reader has opened the filters. */
    async drawFilters() {
      const current = this.current;
      if (!current || !this.filters.open) return;
      try {
        const facets = await current.answers.facets();
        this.panel ||= this.makePanel();
        const { found, masks } = current.answer;
        const counts = facets.names.map(async (name) => [name, await facets.counts(name, found, masks)]);
        const [days, ...entries] = await Promise.all([facets.dates(found, masks), ...counts]);
        if (this.current === current) {
          this.panel.draw(Object.fromEntries(entries), facets.isPartial, days, current.answers.fold);
        }
      } catch (error) {
        // The reader has not asked for filters: the results stay.
        if (this.areFiltersOptional && error instanceof Warraq.BrokenIndex) this.filters.open = false;
        else this.showError(error);
      }
    }

    async export(format) {
      const { answers, answer } = this.current;
      try {
        const [records] = await Promise.all([answers.records(answer), Warraq.loadMore()]);
        const { type, ending, write } = Warraq.exports[format];
        const rows = records.map((record) => ({ ...record, address: resultUrl(record.url) }));
        this.download(new Blob([write(rows)], { type }), `results.${ending}`);
      } catch (error) {
        this.showError(error);
      }
    }

    download(blob, name) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), DOWNLOAD_TIMEOUT);
    }

    /** Returns the number with thousands separated; to load a locale would take the browser milliseconds. */
    figures(number) {
      return String(number).replace(/\B(?=(?:\d{3})+$)/g, ",");
    }

    /** Returns «3 results» in the plural form of the page's language. */
    countText(number) {
      return this.pluralText(this.dataset.plurals, number);
    }

    /** Returns a counted message; `forms` is the JSON of its plural forms. */
    pluralText(forms, number) {
      const byCategory = JSON.parse(forms);
      const form = byCategory[new Intl.PluralRules(this.dataset.locale).select(number)] || byCategory.other;
      return form.replace("{n}", this.figures(number));
    }

    clear() {
      this.status.textContent = "";
      this.toggleAttribute("data-idle", true);
      this.list.replaceChildren();
      this.notes.replaceChildren();
      this.querySelectorAll(":scope > button").forEach((button) => button.remove());
    }

    /** Shows why there is no answer; throws what is a bug, for the console. */
    showError(error) {
      if (error instanceof Warraq.BadQuery) return this.showRefusal(error.reason);
      if (!(error instanceof Warraq.BrokenIndex)) {
        this.showMessage("bug");
        throw error;
      }
      // The site may have been rebuilt meanwhile: then its root names other files.
      opening = null;
      const button = this.showMessage("failed").querySelector("button");
      button.addEventListener("click", () => this.answer(this.state));
    }

    /** Shows why a query is refused; one that is only wide can be confirmed. */
    showRefusal(reason) {
      const link = this.showMessage(reason).querySelector("a");
      if (link) this.linkTo(link, { ...this.state, wide: "1" });
    }

    /** Shows a message in place of results, and returns it. */
    showMessage(name) {
      this.clear();
      const message = this.addNote(name);
      message.className = "message";
      message.setAttribute("role", "alert");
      return message;
    }

    /** Adds the note of a template above the results, and returns it. */
    addNote(name) {
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

// SPDX-License-Identifier: MIT
// What the search page shows for the state in its address: q, any, wide, sort, from, to, source, section, author, entity.
(function (Warraq) {
  "use strict";

  const MOST_EXPORTED = 500; // rows: each file of records is a request

  // The orders that are not by score; the oldest article is number 0.
  const ORDERS = {
    newest: (a, b) => b - a,
    oldest: (a, b) => a - b,
  };

  const NARROWING = ["from", "to", "source", "section", "author", "entity"];

  /** Those of the articles that every mask leaves, but the one called `except`. */
  Warraq.narrowed = function (articles, masks, except) {
    const others = Object.keys(masks).filter((name) => name !== except).map((name) => masks[name]);
    return articles.filter((article) => others.every((mask) => mask[article]));
  };

  Warraq.answers = function (index) {
    const engine = Warraq.engine(index);
    let added = null;

    /** What the second script adds to the answers. */
    async function more() {
      await Warraq.more();
      return (added ||= { facets: Warraq.facets(index), ...Warraq.suggester(index, engine.analyser) });
    }

    /** For each choice of a state, which articles it leaves. */
    async function masksOf(state) {
      return NARROWING.some((name) => state[name]) ? (await more()).facets.masks(state) : {};
    }

    /** All articles that hold every word, or some where none does or `any` is asked for. */
    function chosen({ articles, whole }, any) {
      const all = articles.filter(whole);
      const some = any || !all.length;
      return { articles: some ? articles : all, all: all.length, beyond: some ? 0 : articles.length - all.length };
    }

    /**
     * The answer to a state: `articles` to show, and `first` which gives the first of them in order; `all`, how many of
     * the archive hold every word; `beyond`, how many more hold some; `found` and `masks`, of which counts are made;
     * `terms` to mark and those `missing`.
     */
    async function answer(state) {
      const [result, masks] = await Promise.all([engine.search(state.q, Boolean(state.wide)), masksOf(state)]);
      const { articles: found, all, beyond } = chosen(result, Boolean(state.any));
      const articles = Warraq.narrowed(found, masks);
      const order = ORDERS[state.sort];
      const first = async (count) => (order ? articles.sort(order).slice(0, count) : result.best(articles, count));
      return { articles, first, found, all, beyond, masks, terms: result.terms, missing: result.missing };
    }

    /** What is shown of an article: its record, and title and passage in pieces, hits marked. */
    async function row(article, terms) {
      const record = await index.record(article);
      const title = Warraq.marked(record.title, engine.analyser, terms);
      const passage = record.text
        ? Warraq.passage(await record.text(), engine.analyser, terms, index.snippetWords)
        : Warraq.marked(record.opening, engine.analyser, terms);
      return { ...record, titlePieces: title, passage };
    }

    /** What is shown of an answer's articles from one place to another. */
    async function shown({ first, terms }, from, end) {
      const articles = (await first(end)).slice(from);
      return Promise.all(articles.map((article) => row(article, terms)));
    }

    /** The first records of an answer, for a file. */
    const records = async ({ first }) => Promise.all((await first(MOST_EXPORTED)).map(index.record));

    const suggest = async (typed) => (await more()).suggest(typed);
    const correct = async (text, missing) => (await more()).correct(text, missing);
    const facets = async () => (await more()).facets;

    return { hasWords: engine.hasWords, fold: engine.analyser.fold, answer, shown, records, facets, suggest, correct };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// What the search page shows for the state in its address: q, any, wide, sort, from, to, source, section, author, entity.
(function (Warraq) {
  "use strict";

  const MOST_EXPORTED = 500; // rows: each file of records is a request
  const MOST_BEGUN = 20; // rows made before it is known which are shown

  // The orders that are not by score; the oldest article is number 0.
  const ORDERS = {
    newest: (a, b) => b - a,
    oldest: (a, b) => a - b,
  };

  Warraq.FACETS = ["source", "section", "author", "entity"];
  const NARROWING = ["from", "to", ...Warraq.FACETS];

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
     * The answer to a state: `articles` to show, and `first` which gives the first of them as `Warraq.best` does; `all`,
     * how many of the archive hold every word; `beyond`, how many more hold some; `found` and `masks`, of which counts are
     * made; `terms` to mark and those `missing`.
     */
    async function answer(state) {
      const [result, masks] = await Promise.all([engine.search(state.q, Boolean(state.wide)), masksOf(state)]);
      const { articles: found, all, beyond } = chosen(result, Boolean(state.any));
      const articles = Warraq.narrowed(found, masks);
      const order = ORDERS[state.sort];
      const sorted = (count) => articles.sort(order).slice(0, count);
      const first = (count) => (order ? { near: [], order: sorted(count) } : result.best(articles, count));
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
      const { near, order } = first(end);
      const rows = new Map();
      const make = (article) => rows.has(article) || rows.set(article, row(article, terms));
      if (near.length <= MOST_BEGUN) near.forEach(make); // each as its file comes, while others are on their way
      const [articles] = await Promise.all([order, ...rows.values()]);
      articles.slice(from).forEach(make);
      return Promise.all(articles.slice(from).map((article) => rows.get(article)));
    }

    /** The first records of an answer, for a file. */
    const records = async ({ first }) => Promise.all((await first(MOST_EXPORTED).order).map(index.record));

    const suggest = async (typed) => (await more()).suggest(typed);
    const correct = async (text, missing) => (await more()).correct(text, missing);
    const facets = async () => (await more()).facets;

    return { hasWords: engine.hasWords, fold: engine.analyser.fold, answer, shown, records, facets, suggest, correct };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

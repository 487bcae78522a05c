// SPDX-License-Identifier: MIT
// What the search page shows for the state in its address: q, any, wide, sort, from, to, source, section, author, entity.
(function (Warraq) {
  "use strict";

  const MOST_EXPORTED = 500; // rows: each file of records is a request

  // How a list of articles, best first, is shown; the oldest article is number 0.
  const ORDERS = {
    relevance: (articles) => articles,
    newest: (articles) => articles.slice().sort((a, b) => b - a),
    oldest: (articles) => articles.slice().sort((a, b) => a - b),
  };

  Warraq.answers = function (index) {
    const engine = Warraq.engine(index);
    const facets = Warraq.facets(index);
    const { suggest, correct } = Warraq.suggester(index, engine.analyser);

    /** All articles that hold every word, or some where none does or `any` is asked for. */
    function chosen({ articles, whole }, any) {
      const all = articles.filter(whole);
      const some = any || !all.length;
      return { articles: some ? articles : all, all: all.length, beyond: some ? 0 : articles.length - all.length };
    }

    /**
     * The answer to a state: `articles` to show in order; `all`, how many of the archive hold every word; `beyond`,
     * how many more hold some; `found` and `masks`, of which counts are made; `terms` to mark and those `missing`.
     */
    async function answer(state) {
      const [result, masks] = await Promise.all([engine.search(state.q, Boolean(state.wide)), facets.masks(state)]);
      const { articles: found, all, beyond } = chosen(result, Boolean(state.any));
      const order = ORDERS[state.sort] || ORDERS.relevance;
      const articles = order(facets.narrowed(found, masks));
      return { articles, found, all, beyond, masks, terms: result.terms, missing: result.missing };
    }

    /** What is shown of an article: its record, and title and passage in pieces, hits marked. */
    async function shown(article, terms) {
      const record = await index.record(article);
      const title = Warraq.marked(record.title, engine.analyser, terms);
      const passage = record.text
        ? Warraq.passage(await record.text(), engine.analyser, terms, index.snippetWords)
        : Warraq.marked(record.opening, engine.analyser, terms);
      return { ...record, titlePieces: title, passage };
    }

    /** The first records of a list, for a file. */
    const records = (articles) => Promise.all(articles.slice(0, MOST_EXPORTED).map(index.record));

    return { hasWords: engine.hasWords, fold: engine.analyser.fold, answer, shown, records, facets, suggest, correct };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// What the search page shows for the state in its URL: q, any, wide, sort, from, to, source, section, author, entity.
(function (Warraq) {
  "use strict";

  // Records that are exported: each file of records is a request.
  const MAX_EXPORTED = 500;
  // The share of the words of a long query that an article must have; of a short one, as of a name, it needs all.
  const SHARE_NEEDED = 0.25;
  // Of so many words or more, articles that lack one follow if fewer than a page of articles have all.
  const MIN_WORDS_ONE_MAY_LACK = 3;
  const FEW = 10;
  // In a longer query the other words find what was meant.
  const MAX_WORDS_TO_CORRECT = 3;

  // Orders other than by score; the oldest article is number 0.
  const ORDERS = {
    newest: (a, b) => b - a,
    oldest: (a, b) => a - b,
  };

  Warraq.FACETS = ["source", "section", "author", "entity"];
  const FILTERS = ["from", "to", ...Warraq.FACETS];

  /** Returns the articles that every mask contains, except the mask of the facet `except`. */
  Warraq.applyMasks = function (articles, masks, except) {
    const names = Object.keys(masks).filter((name) => name !== except);
    return articles.filter((article) => names.every((name) => masks[name][article]));
  };

  /** Returns functions that answer the states of a search page over an open index. */
  Warraq.answers = function (index) {
    const engine = Warraq.engine(index);
    let extras = null;

    /** Loads the second bundle; returns its facets and suggestions. */
    async function loadExtras() {
      await Warraq.loadMore();
      extras ||= { facets: Warraq.facets(index), ...Warraq.suggester(index, engine.analyser) };
      return extras;
    }

    /** Returns a mask of articles for each filter in a state. */
    async function masksOf(state) {
      if (!FILTERS.some((name) => state[name]?.length)) return {};
      const { facets } = await loadExtras();
      return facets.masks(state);
    }

    /**
     * Returns the articles with all words of a short query or most words of a long one, and with all but one if those
     * are `few`; those with some if there are none, or if `any` is set.
     */
    function chooseArticles({ articles, matchCount, groups, isQuestion }, any) {
      const withAtLeast = (count) => articles.filter((article) => matchCount(article) >= count);
      const isWhole = !isQuestion && !Warraq.isLongQuery(groups);
      const complete = withAtLeast(isWhole ? groups : Math.ceil(groups * SHARE_NEEDED));
      const all = complete.length;
      if (any || !all) return { found: articles, all, beyond: 0 };
      const few = isWhole && groups >= MIN_WORDS_ONE_MAY_LACK && all < FEW;
      const found = few ? withAtLeast(groups - 1) : complete;
      return { found, all, few: found.length > all, beyond: articles.length - found.length };
    }

    /**
     * Returns the answer to a state: `articles` to show; `first(count)`, the first of them as `Warraq.topK` returns
     * them; `all`, the number of articles with every word; `few`, whether those that lack one are shown too; `beyond`,
     * the number of others with some; `found` (before filters) and `masks`, from which facet counts are computed;
     * `terms` to mark; `missing` and `doubtful` terms; `corrected`, the text that is answered in place of one that
     * finds nothing; `isShortened` if only some words of a pasted text were looked up; and `groups`, the number of
     * words that were.
     */
    async function answer(state) {
      const given = await answerTo(state);
      const respelled = given.withoutHamza.length ? await supplyHamza(state.q, given.withoutHamza) : null;
      if (respelled) return { ...(await answerTo({ ...state, q: respelled })), corrected: respelled };
      // A word that no article contains is probably misspelt: of a short query that no article answers otherwise.
      const isShort = given.groups <= MAX_WORDS_TO_CORRECT;
      const isAnswered = given.found.length && (given.all || !isShort || !given.missing.length);
      if (isAnswered || !given.doubtful.length) return given;
      const corrected = await correct(state.q, given.doubtful);
      return corrected ? { ...(await answerTo({ ...state, q: corrected })), corrected } : given;
    }

    async function answerTo(state) {
      const [result, masks] = await Promise.all([engine.search(state.q, Boolean(state.wide)), masksOf(state)]);
      const choice = chooseArticles(result, Boolean(state.any));
      const articles = Warraq.applyMasks(choice.found, masks);
      const order = Object.hasOwn(ORDERS, state.sort) ? ORDERS[state.sort] : null;
      const byDate = (count) => ({ likely: [], order: articles.sort(order).slice(0, count) });
      const byScore = (count) => result.ranked(articles, count);
      const { terms, missing, doubtful, withoutHamza, isShortened, groups } = result;
      const first = order ? byDate : byScore;
      return { articles, first, ...choice, masks, terms, missing, doubtful, withoutHamza, isShortened, groups };
    }

    /** Returns an article's record, with its title and a passage cut at hits. */
    async function row(article, terms) {
      const record = await index.record(article);
      const titlePieces = Warraq.marked(record.title, engine.analyser, terms);
      const passage = record.text
        ? Warraq.passage(await record.text(), engine.analyser, terms, index.snippetWords)
        : Warraq.marked(record.opening, engine.analyser, terms);
      return { ...record, titlePieces, passage };
    }

    /**
     * Returns the rows of an answer from number `start` to `end`. Rows that are probably among them are computed as
     * their files arrive, while exact lengths are still loading.
     */
    async function shown({ first, terms }, start, end) {
      const { likely, order } = first(end);
      const rows = new Map();
      const begin = (article) => rows.has(article) || rows.set(article, row(article, terms));
      likely.forEach(begin);
      const [articles] = await Promise.all([order, ...rows.values()]);
      const page = articles.slice(start);
      page.forEach(begin);
      return Promise.all(page.map((article) => rows.get(article)));
    }

    /** Returns the first records of an answer for export. */
    async function records({ first }) {
      const articles = await first(MAX_EXPORTED).order;
      return Promise.all(articles.map(index.record));
    }

    const suggest = async (text) => (await loadExtras()).suggest(text);

    const supplyHamza = async (text, withoutHamza) => (await loadExtras()).supplyHamza(text, withoutHamza);

    /** Returns the text with doubtful words corrected, if articles contain all words of the corrected text. */
    async function correct(text, doubtful) {
      const corrected = await (await loadExtras()).correct(text, doubtful);
      if (!corrected) return null;
      const { articles, matchCount, groups } = await engine.search(corrected);
      return articles.some((article) => matchCount(article) === groups) ? corrected : null;
    }

    const facets = async () => (await loadExtras()).facets;

    return { hasWords: engine.hasWords, fold: engine.analyser.fold, answer, shown, records, facets, suggest, correct };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

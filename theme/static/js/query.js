// SPDX-License-Identifier: MIT
// Answers a query from the few shards that contain its terms.
(function (Warraq) {
  "use strict";

  // A pattern that needs more shards is a single letter or an affix.
  const MAX_SHARDS = 64;
  // About four megabytes.
  const MAX_SHARDS_CONFIRMED = 1024;

  const isWildcard = (term) => term.includes("*");
  const isPrefix = (term) => term.indexOf("*") === term.length - 1;
  const byText = ({ text: a }, { text: b }) => (a < b ? -1 : 1);
  const distinct = (values) => Array.from(new Set(values));

  /** Returns a search engine over an open index. */
  Warraq.engine = function (index) {
    const analyser = Warraq.analyser(index.rules);
    const language = Warraq.queryLanguage(index.fields, analyser);

    /** Returns which of `terms` match a wildcard or are within an edit distance, in the order in which Lunr visits them. */
    function matching(term, editDistance, terms) {
      const pattern = lunr.TokenSet.fromClause(editDistance ? { term, editDistance } : { term });
      return lunr.TokenSet.fromArray(terms).intersect(pattern).toArray();
    }

    function tooWide(limit) {
      return new Warraq.BadQuery("too many words match", limit < MAX_SHARDS_CONFIRMED ? "too-wide" : "far-too-wide");
    }

    async function shardsBetween(first, last, limit) {
      const names = await index.shardsBetween(first, last, limit);
      if (!names) throw tooWide(limit);
      return names;
    }

    /**
     * Returns the names of the shards that a term or pattern needs, at most `limit`, and what it needs of them: the `terms`,
     * or all with a `prefix`. Fuzzy terms and inner wildcards are matched against the whole vocabulary first.
     */
    async function scopeOf(term, editDistance, limit) {
      const exact = !editDistance && !isWildcard(term);
      if (exact) return { terms: [term], shards: await shardsBetween(term, term, limit) };
      if (!editDistance && isPrefix(term)) {
        const prefix = term.slice(0, -1);
        return { prefix, shards: await shardsBetween(prefix, `${prefix}\uffff`, limit) };
      }
      const terms = matching(term, editDistance, await index.vocabulary());
      const shards = await Promise.all(terms.map((match) => shardsBetween(match, match, limit)));
      return { terms, shards: shards.flat() };
    }

    // Lunr's token sets, which match patterns, are in the second bundle.
    const isPattern = ({ editDistance, terms }) => editDistance || terms.some(isWildcard);

    /** Loads the terms of a query; returns those that the archive contains by their text, each with its rank as `number`. */
    async function loadTerms({ clauses, phrases }, limit) {
      index.prefetchBounds();
      if (clauses.some(isPattern)) await Warraq.loadMore();
      const phraseTerms = distinct(phrases.flatMap((phrase) => phrase.terms));
      const [ofClauses, ofPhrases] = await Promise.all([
        Promise.all(
          clauses.flatMap(({ terms, editDistance }) => terms.map((term) => scopeOf(term, editDistance, limit))),
        ),
        Promise.all(phraseTerms.map((term) => scopeOf(term, 0, limit))),
      ]);
      const scopes = [...ofClauses, ...ofPhrases];
      const names = distinct(scopes.flatMap((scope) => scope.shards));
      if (names.length > limit) throw tooWide(limit);
      const withPositions = new Set(ofPhrases.flatMap((scope) => scope.shards));
      const shards = await Promise.all(names.map((name) => index.shard(name, withPositions.has(name))));
      const terms = shards.flat().filter(isInScope(scopes)).sort(byText);
      await Promise.all(terms.flatMap(({ lists }) => lists.map(index.loadBounds)));
      return new Map(terms.map((term, number) => [term.text, { ...term, number }]));
    }

    /** Returns a function that returns whether any of the scopes needs a term. */
    function isInScope(scopes) {
      const exact = new Set(scopes.flatMap((scope) => scope.terms || []));
      const prefixes = scopes.map((scope) => scope.prefix).filter((prefix) => prefix !== undefined);
      return ({ text }) => exact.has(text) || prefixes.some((prefix) => text.startsWith(prefix));
    }

    /** Returns the texts of the loaded terms that one term or pattern of a clause matches. */
    function textsOf(term, editDistance, loaded, sorted) {
      if (isWildcard(term) || editDistance) return matching(term, editDistance, sorted);
      return loaded.has(term) ? [term] : [];
    }

    /** Returns a clause as `Warraq.score` needs it: with the terms that the archive contains, in Lunr's order. */
    function resolve(clause, loaded, sorted) {
      const { REQUIRED, PROHIBITED } = lunr.Query.presence;
      const texts = clause.terms.map((term) => textsOf(term, clause.editDistance, loaded, sorted));
      return {
        terms: texts.flat().map((text) => loaded.get(text)),
        missing: texts.some((matches) => !matches.length),
        boost: clause.boost,
        fields: clause.fields.map((name) => index.fields.indexOf(name)),
        required: clause.presence === REQUIRED,
        prohibited: clause.presence === PROHIBITED,
      };
    }

    function containsPhrase(article, phrase, loaded) {
      const terms = phrase.terms.map((term) => loaded.get(term));
      const isIn = (name) => Warraq.isPhraseIn(terms, index.fields.indexOf(name), article);
      return terms.every(Boolean) && phrase.fields.some(isIn);
    }

    /**
     * Returns the articles that match a text: `articles`; `best(articles, count)`, the top ones of some of them;
     * `scores(tables, articles)`; `matchesAll(article)`, whether it contains every word; `terms` to mark; and `missing`, the
     * terms that the archive does not contain. A query that needs much of the index is refused unless it is `confirmed`.
     */
    async function search(text, confirmed = false) {
      const query = language.parse(text);
      const loaded = await loadTerms(query, confirmed ? MAX_SHARDS_CONFIRMED : MAX_SHARDS);
      const sorted = Array.from(loaded.keys()).sort();
      const clauses = query.clauses.map((clause) => resolve(clause, loaded, sorted));
      const { articles, scores, matchesAll } = Warraq.score(index, clauses);
      const matchesPhrases = (article) =>
        query.phrases.every((phrase) => containsPhrase(article, phrase, loaded) !== phrase.prohibited);
      const shown = clauses.filter((clause) => !clause.prohibited).flatMap((clause) => clause.terms);
      const unmatched = query.clauses.filter((_, i) => !clauses[i].terms.length);
      return {
        articles: articles.filter(matchesPhrases),
        best: (some, count) => Warraq.topK(index, scores, some, count),
        scores,
        matchesAll,
        terms: new Set(shown.map((term) => term.text)),
        missing: unmatched.flatMap((clause) => clause.terms),
      };
    }

    /** Returns whether the text contains a word at all. */
    const hasWords = (text) => analyser.words(text).length > 0;

    return { index, analyser, parse: language.parse, search, hasWords };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

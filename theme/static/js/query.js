// SPDX-License-Identifier: MIT
// Answers a query from the few shards that hold its terms.
(function (Warraq) {
  "use strict";

  const MOST_SHARDS = 64; // a pattern that needs more of them is a letter or an affix
  const MOST_IF_MEANT = 1024; // about four megabytes

  const isPattern = (term) => term.includes("*");

  const ascending = ({ text: a }, { text: b }) => (a < b ? -1 : 1);

  /** An engine over an open index. */
  Warraq.engine = function (index) {
    const analyser = Warraq.analyser(index.rules);
    const language = Warraq.queryLanguage(index.fields, analyser);

    /** Lunr's own sets of terms say which fit a pattern, and in which order it meets them. */
    function fitting(pattern, editDistance, terms) {
      const sought = lunr.TokenSet.fromClause(editDistance ? { term: pattern, editDistance } : { term: pattern });
      return lunr.TokenSet.fromArray(terms).intersect(sought).toArray();
    }

    const tooWide = (most) =>
      new Warraq.BadQuery("too many words fit", most < MOST_IF_MEANT ? "too-wide" : "far-too-wide");

    async function shardsBetween(begin, end, most) {
      const names = await index.shardsBetween(begin, end, most);
      if (!names) throw tooWide(most);
      return names;
    }

    /** The terms of the archive that a pattern needs looked at, and the names of their shards, `most` of them. */
    async function scope(term, editDistance, most) {
      if (!editDistance && !isPattern(term)) return { terms: [term], shards: await shardsBetween(term, term, most) };
      if (!editDistance && term.indexOf("*") === term.length - 1) {
        const begin = term.slice(0, -1);
        return { begin, shards: await shardsBetween(begin, `${begin}\uffff`, most) };
      }
      const terms = fitting(term, editDistance, await index.vocabulary());
      const shards = await Promise.all(terms.map((one) => shardsBetween(one, one, most)));
      return { terms, shards: shards.flat() };
    }

    /** The terms of the clauses and phrases that the archive holds, by their text; each with its number in order. */
    async function lookUp({ clauses, phrases }, most) {
      index.expectBounds();
      if (clauses.some((clause) => clause.editDistance || clause.terms.some(isPattern))) await Warraq.more();
      const inPhrases = Array.from(new Set(phrases.flatMap((phrase) => phrase.terms)));
      const asked = clauses.flatMap((clause) => clause.terms.map((term) => scope(term, clause.editDistance, most)));
      const placed = inPhrases.map((term) => scope(term, 0, most));
      const scopes = await Promise.all([...asked, ...placed]);
      const withPlaces = new Set((await Promise.all(placed)).flatMap((one) => one.shards));
      const shards = Array.from(new Set(scopes.flatMap((one) => one.shards)));
      if (shards.length > most) throw tooWide(most);
      const exact = new Set(scopes.flatMap((one) => one.terms || []));
      const begins = scopes.flatMap((one) => (one.begin === undefined ? [] : [one.begin]));
      const wanted = ({ text }) => exact.has(text) || begins.some((begin) => text.startsWith(begin));
      const loaded = await Promise.all(shards.map((name) => index.shard(name, withPlaces.has(name))));
      const held = loaded.flat().filter(wanted).sort(ascending);
      await Promise.all(held.flatMap(({ lists }) => lists.map(index.addBounds)));
      return new Map(held.map((term, number) => [term.text, { ...term, number }]));
    }

    /** A clause with the terms that the archive holds for it, in Lunr's order. */
    function resolved(clause, held, sorted) {
      const { REQUIRED, PROHIBITED } = lunr.Query.presence;
      const found = [];
      let missing = false;
      for (const term of clause.terms) {
        const pattern = isPattern(term) || clause.editDistance;
        const texts = pattern ? fitting(term, clause.editDistance, sorted) : held.has(term) ? [term] : [];
        found.push(...texts.map((text) => held.get(text)));
        missing ||= texts.length === 0;
      }
      return {
        found,
        missing,
        boost: clause.boost,
        fields: clause.fields.map((name) => index.fields.indexOf(name)),
        required: clause.presence === REQUIRED,
        prohibited: clause.presence === PROHIBITED,
      };
    }

    function holdsPhrase(article, phrase, held) {
      const terms = phrase.terms.map((term) => held.get(term));
      return (
        terms.every(Boolean) && phrase.fields.some((name) => Warraq.follow(terms, index.fields.indexOf(name), article))
      );
    }

    /**
     * The articles that answer a text; `best` gives the first of some of them by score, `scores` their scores where
     * tables say how long they are; `whole` says of one whether it holds all words, `terms` are those to mark, `missing`
     * those that the archive does not hold. A query that needs much of the index is refused unless it is `meant`.
     */
    async function search(text, meant = false) {
      const asked = language.parse(text);
      const held = await lookUp(asked, meant ? MOST_IF_MEANT : MOST_SHARDS);
      const sorted = Array.from(held.keys()).sort();
      const clauses = asked.clauses.map((clause) => resolved(clause, held, sorted));
      const scored = Warraq.score(index, clauses);
      const fits = (article) =>
        asked.phrases.every((phrase) => holdsPhrase(article, phrase, held) !== phrase.prohibited);
      const found = clauses.filter((clause) => !clause.prohibited).flatMap((clause) => clause.found);
      const missing = asked.clauses.filter((_, place) => clauses[place].found.length === 0);
      return {
        articles: scored.articles.filter(fits),
        best: (articles, count) => Warraq.best(index, scored.scores, articles, count),
        scores: scored.scores,
        whole: scored.whole,
        terms: new Set(found.map((term) => term.text)),
        missing: missing.flatMap((clause) => clause.terms),
      };
    }

    /** Whether there is a word in the text at all. */
    const hasWords = (text) => analyser.words(text).length > 0;

    return { index, analyser, parse: language.parse, search, hasWords };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

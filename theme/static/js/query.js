// SPDX-License-Identifier: MIT
// Answers a query from the few shards that hold its terms.
(function (Warraq) {
  "use strict";

  const MOST_SHARDS = 64; // a pattern that needs more of them is a letter or an affix

  const PLACES = 65536; // more than terms fit into a shard

  const isPattern = (term) => term.includes("*");

  /** The articles of a term in one field, and how often it occurs in each. */
  function readList(input) {
    const count = input.number();
    const articles = new Uint32Array(count);
    const frequencies = new Uint32Array(count);
    let article = 0;
    for (let place = 0; place < count; place++) {
      const head = input.number();
      article += head >>> 1;
      articles[place] = article;
      frequencies[place] = head & 1 || input.number();
    }
    return { articles, frequencies };
  }

  function skipList(input) {
    for (let left = input.number(); left > 0; left--) if (!(input.number() & 1)) input.number();
  }

  /** Where a term stands in each of a list's articles: words before it. */
  function readPlaces(list, input) {
    list.places = Array.from(list.frequencies, (frequency) => {
      let place = 0;
      return Array.from({ length: frequency }, () => (place += input.number()));
    });
  }

  function placesIn(list, article) {
    let low = 0;
    let high = list.articles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list.articles[middle] < article) low = middle + 1;
      else high = middle;
    }
    return list.articles[low] === article ? list.places[low] : [];
  }

  /** Whether the terms follow one another in an article's field. */
  function follow(terms, field, article) {
    const [first, ...rest] = terms.map((term) => new Set(placesIn(term.lists[field], article)));
    return Array.from(first).some((place) => rest.every((places, step) => places.has(place + step + 1)));
  }

  /** An engine over an open index. */
  Warraq.engine = function (index) {
    const analyser = Warraq.analyser(index.rules);
    const language = Warraq.queryLanguage(index.fields, analyser);
    const norms = Warraq.norms(index);

    /** The terms of a shard that are wanted, with their articles; and their places, if asked for. */
    async function wantedTerms(shardNumber, wanted, withPlaces) {
      const shard = await index.shard(shardNumber);
      const input = Warraq.reader(shard.records);
      const places = withPlaces && Warraq.reader(await shard.places());
      const held = [];
      // A term's number only has to ascend from term to term and shard to shard.
      for (let number = shardNumber * PLACES; input.more(); number++) {
        const text = input.word(input.number());
        if (!places && !wanted(text)) {
          index.fields.forEach(() => skipList(input));
          continue;
        }
        const lists = index.fields.map(() => readList(input));
        if (places) for (const list of lists) readPlaces(list, places);
        if (wanted(text)) held.push({ text, number, lists });
      }
      return held;
    }

    /** Lunr's own sets of terms say which fit a pattern, and in which order it meets them. */
    function fitting(pattern, editDistance, terms) {
      const sought = lunr.TokenSet.fromClause(editDistance ? { term: pattern, editDistance } : { term: pattern });
      return lunr.TokenSet.fromArray(terms).intersect(sought).toArray();
    }

    function shardsOfBeginning(begin) {
      const first = index.shardOf(begin);
      const last = index.shardOf(`${begin}\uffff`);
      return Array.from({ length: last - first + 1 }, (_, step) => first + step);
    }

    /** The terms of the archive that a pattern needs looked at, and their shards. */
    async function scope(term, editDistance) {
      if (!editDistance && !isPattern(term)) return { terms: [term], shards: [index.shardOf(term)] };
      if (!editDistance && term.indexOf("*") === term.length - 1) {
        const begin = term.slice(0, -1);
        return { begin, shards: shardsOfBeginning(begin) };
      }
      const terms = fitting(term, editDistance, await index.vocabulary());
      return { terms, shards: terms.map(index.shardOf) };
    }

    /** The terms of the clauses and phrases that the archive holds, by their text. */
    async function lookUp({ clauses, phrases }) {
      const inPhrases = Array.from(new Set(phrases.flatMap((phrase) => phrase.terms)));
      const asked = clauses.flatMap((clause) => clause.terms.map((term) => scope(term, clause.editDistance)));
      const scopes = await Promise.all([...asked, ...inPhrases.map((term) => scope(term, 0))]);
      const shards = new Set(scopes.flatMap((one) => one.shards));
      if (shards.size > MOST_SHARDS) throw new Warraq.BadQuery("too many words fit", "too-wide");
      const placed = new Set(inPhrases.map(index.shardOf));
      const exact = new Set(scopes.flatMap((one) => one.terms || []));
      const begins = scopes.flatMap((one) => (one.begin === undefined ? [] : [one.begin]));
      const wanted = (term) => exact.has(term) || begins.some((begin) => term.startsWith(begin));
      const held = await Promise.all(Array.from(shards, (shard) => wantedTerms(shard, wanted, placed.has(shard))));
      return new Map(held.flat().map((term) => [term.text, term]));
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
        terms.every(Boolean) && phrase.fields.some((name) => follow(terms, index.fields.indexOf(name), article))
      );
    }

    /**
     * The articles that answer a text, best first, with their scores; `whole` says of one whether it holds all words,
     * `terms` are those to mark, `missing` those that the archive does not hold.
     */
    async function search(text) {
      const asked = language.parse(text);
      const held = await lookUp(asked);
      const sorted = Array.from(held.keys()).sort();
      const clauses = asked.clauses.map((clause) => resolved(clause, held, sorted));
      const { articles, scores, whole } = Warraq.score(index, norms, clauses);
      const fits = (article) =>
        asked.phrases.every((phrase) => holdsPhrase(article, phrase, held) !== phrase.prohibited);
      const found = clauses.filter((clause) => !clause.prohibited).flatMap((clause) => clause.found);
      const missing = asked.clauses.filter((_, place) => clauses[place].found.length === 0);
      return {
        articles: articles.filter(fits),
        scores,
        whole,
        terms: new Set(found.map((term) => term.text)),
        missing: missing.flatMap((clause) => clause.terms),
      };
    }

    /** Whether there is a word in the text at all. */
    const hasWords = (text) => analyser.words(text).length > 0;

    return { index, analyser, parse: language.parse, search, hasWords };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Answers a query as one full Lunr index would, to the last bit, from the shards that hold the query's terms.
(function (Warraq) {
  "use strict";

  const K1 = 1.2; // Lunr's own
  const B = 0.75;
  const PLACES = 65536; // a term's number is its shard's times this, plus its place there: only the order matters
  const SHORTEST_PREFIX = 2;
  const MOST_SHARDS = 64; // a prefix that needs more of them is a letter or an affix

  /** The query breaks the query language, or asks for what this index does not answer. */
  Warraq.BadQuery = class extends Error {};

  function isPlain(clause, fields) {
    return (
      clause.presence === lunr.Query.presence.OPTIONAL &&
      clause.boost === 1 &&
      clause.fields.length === fields.length &&
      !clause.editDistance &&
      !clause.term.includes("*")
    );
  }

  /** The query language over an index's fields and analyser. */
  Warraq.queryLanguage = function (fields, analyser) {
    /** Words that begin so; and the word itself, whose ending is off in the index. */
    function beginnings(word) {
      const begin = analyser.withoutPrefix(word);
      const stem = analyser.stem(word);
      return stem.startsWith(begin) ? [`${begin}*`] : [`${begin}*`, stem];
    }

    function termsOf(word) {
      const star = word.indexOf("*");
      if (star < 0) return analyser.terms(word);
      if (star < word.length - 1) throw new Warraq.BadQuery("a star inside a word");
      return analyser.words(word).slice(-1).flatMap(beginnings);
    }

    // One step instead of trimmer, splitter and stemmer, which lunr-languages gets wrong for Arabic.
    function analyse(token) {
      return termsOf(token.toString()).map((term) => token.clone(() => term));
    }
    lunr.Pipeline.registerFunction(analyse, "warraq");
    const pipeline = new lunr.Pipeline();
    pipeline.add(analyse);

    /** A colon is Lunr's sign for a field; in «10:30» it is none. */
    function withoutStrayColons(text) {
      return text.replace(/([^\s:+-]*):/g, (all, name) => (fields.includes(name) ? all : `${name} `));
    }

    function parse(text, query) {
      try {
        new lunr.QueryParser(withoutStrayColons(text), query).parse();
      } catch (error) {
        if (error instanceof lunr.QueryParseError) throw new Warraq.BadQuery(error.message);
        throw error;
      }
      const telling = query.clauses.filter((clause) => !(isPlain(clause, fields) && analyser.isStop(clause.term)));
      if (telling.length) query.clauses = telling;
      for (const clause of query.clauses) {
        if (clause.editDistance) throw new Warraq.BadQuery("a distance");
        clause.usePipeline = true;
      }
      return query;
    }

    return { pipeline, termsOf, parse };
  };

  function planned(index, clauses, termsOf) {
    const exact = new Set();
    const beginnings = [];
    const shards = new Set();
    for (const term of clauses.flatMap((clause) => termsOf(clause.term))) {
      const begin = term.endsWith("*") ? term.slice(0, -1) : null;
      if (begin === null) exact.add(term);
      else if (begin.length < SHORTEST_PREFIX) throw new Warraq.BadQuery("too short a beginning");
      else beginnings.push(begin);
      const last = index.shardOf(begin === null ? term : `${begin}\uffff`);
      for (let shard = index.shardOf(begin ?? term); shard <= last; shard++) shards.add(shard);
    }
    if (shards.size > MOST_SHARDS) throw new Warraq.BadQuery("too many words begin so");
    return {
      shards: Array.from(shards).sort((a, b) => a - b),
      keeps: (term) => exact.has(term) || beginnings.some((begin) => term.startsWith(begin)),
    };
  }

  function readList(input) {
    const list = { articles: [], frequencies: [] };
    let article = 0;
    for (let left = input.number(); left > 0; left--) {
      const head = input.number();
      article += head >> 1;
      list.articles.push(article);
      list.frequencies.push(head & 1 || input.number());
    }
    return list;
  }

  /** The wanted terms of a shard: each with its number and its articles and frequencies by field. */
  function* readShard(index, data, shard, keeps) {
    const input = Warraq.reader(data);
    for (let number = shard * PLACES; input.more(); number++) {
      const term = input.word(input.number());
      const lists = index.fields.map(() => readList(input));
      if (keeps(term)) yield { term, number, lists };
    }
  }

  /** Lunr counts pairs of article and field here, not articles. */
  function rarity(index, lists) {
    const held = lists.reduce((sum, list) => sum + list.articles.length, 0);
    return Math.log(1 + Math.abs((index.count - held + 0.5) / (held + 0.5)));
  }

  /** Lunr's arithmetic in Lunr's order, so that the last bit is the same. */
  function weight(idf, frequency, length, average, boost) {
    const saturated = (idf * ((K1 + 1) * frequency)) / (K1 * (1 - B + B * (length / average)) + frequency);
    return Math.round(saturated * boost * 1000) / 1000;
  }

  class PartialIndex {
    constructor(index) {
      this.index = index;
      this.inverted = Object.create(null);
      this.elements = {};
      this.averages = index.lengths.map((column) => column.reduce((sum, length) => sum + length, 0) / index.count);
    }

    add({ term, number, lists }) {
      const idf = rarity(this.index, lists);
      const entry = { _index: number };
      lists.forEach((list, field) => {
        entry[this.index.fields[field]] = this.addField(field, number, idf, list);
      });
      this.inverted[term] = entry;
    }

    addField(field, number, idf, list) {
      const { fields, boosts, lengths, count } = this.index;
      const refs = Object.create(null);
      list.articles.forEach((article, place) => {
        // Lunr leaves equal scores in the order of their refs: the newest article is number 0 to it.
        const ref = count - 1 - article;
        const key = `${fields[field]}/${ref}`;
        const length = lengths[field][article];
        refs[ref] = {};
        // Shards and terms ascend, so the elements of a vector do.
        (this.elements[key] ||= []).push(
          number,
          weight(idf, list.frequencies[place], length, this.averages[field], boosts[field]),
        );
      });
      return refs;
    }

    /** Every article answers a query that only excludes: then all must be there, if empty. */
    addAllArticles() {
      for (let ref = 0; ref < this.index.count; ref++) {
        for (const field of this.index.fields) this.elements[`${field}/${ref}`] ||= [];
      }
    }

    build(pipeline) {
      const vectors = {};
      for (const key in this.elements) vectors[key] = new lunr.Vector(this.elements[key]);
      return new lunr.Index({
        fields: this.index.fields,
        fieldVectors: vectors,
        invertedIndex: this.inverted,
        tokenSet: lunr.TokenSet.fromArray(Object.keys(this.inverted).sort()),
        pipeline,
      });
    }
  }

  /** An engine over an open index; `search` gives the articles found, best first, with their scores. */
  Warraq.engine = function (index) {
    const analyser = Warraq.analyser(index.rules);
    const { pipeline, termsOf, parse } = Warraq.queryLanguage(index.fields, analyser);

    async function search(text) {
      const query = parse(text, new lunr.Query(index.fields));
      const plan = planned(index, query.clauses, termsOf);
      const data = await Promise.all(plan.shards.map(index.shard));
      const part = new PartialIndex(index);
      data.forEach((shard, place) => {
        for (const held of readShard(index, shard, plan.shards[place], plan.keeps)) part.add(held);
      });
      if (query.isNegated()) part.addAllArticles();
      const hits = part.build(pipeline).query((fresh) => parse(text, fresh));
      return hits.map(({ ref, score }) => ({ article: index.count - 1 - Number(ref), score }));
    }

    /** Whether there is a word in the text at all. */
    function hasWords(text) {
      return analyser.words(text).length > 0;
    }

    return { index, search, parse, pipeline, hasWords };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

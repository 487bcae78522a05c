// SPDX-License-Identifier: MIT
// Lunr's ranking (BM25) in typed arrays: the same articles, order and scores as lunr.Index.query, to the last bit.
//
// The weight of a term in a field is
//   idf · (K1 + 1) · frequency / (K1 · (1 - B + B · length / average) + frequency),
// times the field's boost, rounded to three decimals. With idf 2, frequency 3, boost 1 and an average of 100 tokens, an
// article of 100 tokens has 2 · 2.2 · 3 / (1.2 + 3) = 3.143. If only its length bucket is known (72 to 127 tokens), its
// weight is between 2.971 (127 tokens) and 3.343 (72 tokens): the formula falls with length, also after rounding, so
// scores of the longest and the shortest length are bounds of the exact score. top-k.js uses them.
(function (Warraq) {
  "use strict";

  // The constants of BM25 that are Lunr's defaults.
  const K1 = 1.2;
  const B = 0.75;

  /** Returns the inverse document frequency. Lunr counts pairs of article and field as documents of a term. */
  function inverseDocumentFrequency(count, lists) {
    const documents = lists.reduce((sum, list) => sum + list.articles.length, 0);
    return Math.log(1 + Math.abs((count - documents + 0.5) / (documents + 0.5)));
  }

  /** Returns the postings lists that the terms of a clause have in its fields: pairs of term and field. */
  const termFieldPairs = ({ terms, fields }) => terms.flatMap((term) => fields.map((field) => ({ term, field })));

  /** Returns the pairs of term and field in the order in which Lunr visits them. */
  const visitedPairs = (clauses) => clauses.filter((clause) => !clause.prohibited).flatMap(termFieldPairs);

  /** Returns for each field its query vector: [term, sum of boosts] ascending by term number, as in Lunr. */
  function queryVectors(fields, clauses) {
    const vectors = fields.map(() => new Map());
    for (const clause of clauses) {
      if (clause.prohibited) continue;
      for (const { term, field } of termFieldPairs(clause)) {
        const before = vectors[field].get(term);
        vectors[field].set(term, before === undefined ? clause.boost : before + clause.boost);
      }
    }
    return vectors.map((vector) => Array.from(vector).sort(([a], [b]) => a.number - b.number));
  }

  /**
   * Returns a function from one of the `wanted` articles to its score in one field. Sums run in the order of the terms'
   * numbers, as Lunr's do: sums of floats depend on the order. `lengthsOf` returns the lengths of a list's articles.
   */
  function fieldScorer(index, field, vector, lengthsOf, wanted) {
    const average = index.totals[field] / index.count;
    const sums = new Float64Array(index.count);
    let squares = 0;
    for (const [term, boost] of vector) {
      const { articles, frequencies } = term.lists[field];
      const lengths = lengthsOf(term.lists[field], field);
      const idf = inverseDocumentFrequency(index.count, term.lists);
      squares += boost * boost;
      for (let i = 0; i < articles.length; i++) {
        const article = articles[i];
        if (!wanted[article]) continue;
        const frequency = frequencies[i];
        const norm = K1 * (1 - B + B * (lengths[i] / average));
        const saturated = (idf * ((K1 + 1) * frequency)) / (norm + frequency);
        sums[article] += boost * (Math.round(saturated * index.boosts[field] * 1000) / 1000);
      }
    }
    const magnitude = Math.sqrt(squares);
    return (article) => sums[article] / magnitude || 0;
  }

  /**
   * Returns a function from an article to its score. Scores of fields are added in the order in which Lunr visits them:
   * sums of floats depend on it.
   */
  function scorer(index, clauses, vectors, lengthsOf, articles) {
    const wanted = maskOf(index, articles);
    const used = vectors.map((vector) => vector.length > 0);
    const fields = vectors.map((vector, field) => used[field] && fieldScorer(index, field, vector, lengthsOf, wanted));
    const added = vectors.map((_, field) => used[field] && new Uint8Array(index.count));
    const totals = new Float64Array(index.count);
    for (const { term, field } of visitedPairs(clauses)) {
      for (const article of term.lists[field].articles) {
        if (!wanted[article] || added[field][article]) continue;
        added[field][article] = 1;
        totals[article] += fields[field](article);
      }
    }
    return (article) => totals[article];
  }

  /** Returns an array with 1 at each of the articles. */
  function maskOf(index, articles) {
    const mask = new Uint8Array(index.count);
    for (const article of articles) mask[article] = 1;
    return mask;
  }

  /** Returns the matching articles in the order in which Lunr visits them, which is how it breaks ties. */
  function visitOrder(index, clauses) {
    const visited = new Uint8Array(index.count);
    const order = [];
    for (const { term, field } of visitedPairs(clauses)) {
      const { articles } = term.lists[field];
      // The newest article is number 0 in Lunr.
      for (let i = articles.length - 1; i >= 0; i--) {
        const article = articles[i];
        if (visited[article]) continue;
        visited[article] = 1;
        order.push(article);
      }
    }
    return order;
  }

  /** Returns for each article how many of the groups of clauses it matches; clauses of one group are alternatives. */
  function groupCounts(index, groups) {
    const counts = new Uint8Array(index.count);
    for (const clauses of groups) {
      const counted = new Uint8Array(index.count);
      for (const { term, field } of clauses.flatMap(termFieldPairs)) {
        for (const article of term.lists[field].articles) {
          if (counted[article]) continue;
          counted[article] = 1;
          counts[article]++;
        }
      }
    }
    return counts;
  }

  /** Returns the clauses that are neither required nor prohibited, group by group. */
  function optionalGroups(clauses) {
    const groups = new Map();
    clauses.forEach((clause, i) => {
      if (clause.required || clause.prohibited) return;
      const group = clause.group ?? i;
      groups.set(group, [...(groups.get(group) || []), clause]);
    });
    return Array.from(groups.values());
  }

  /** Returns an array with 1 at each article that contains a term of the clause. */
  function matchMask(index, clause) {
    const mask = new Uint8Array(index.count);
    for (const { term, field } of termFieldPairs(clause)) {
      for (const article of term.lists[field].articles) mask[article] = 1;
    }
    return mask;
  }

  /** Returns whether a required word has a term that no article contains; Lunr then finds nothing, whatever else matches. */
  const isUnsatisfiable = (clause) => clause.required && clause.missing;

  const newestFirst = (count) => Array.from({ length: count }, (_, i) => count - 1 - i);

  /**
   * Returns the matching `articles` in Lunr's order of ties; `scores(lengthsOf, articles)`, a function that scores some
   * of them by the lengths that `lengthsOf(list, field)` returns; the number of `groups` of unmarked words, and
   * `matchCount(article)`, how many of them it matches. A clause is {terms, fields: numbers, boost, required, prohibited,
   * missing, group}; a term is {number, lists: [{articles, frequencies, lengths or buckets}, one per field]}.
   */
  Warraq.score = function (index, clauses) {
    const vectors = queryVectors(index.fields, clauses);
    const scores = (lengthsOf, articles) => scorer(index, clauses, vectors, lengthsOf, articles);
    if (clauses.some(isUnsatisfiable)) return { articles: [], scores, matchCount: () => 0, groups: 0 };
    const masksOf = (some) => some.map((clause) => matchMask(index, clause));
    const required = masksOf(clauses.filter((clause) => clause.required));
    const prohibited = masksOf(clauses.filter((clause) => clause.prohibited));
    const groups = optionalGroups(clauses);
    const counts = groupCounts(index, groups);
    const onlyProhibited = prohibited.length === clauses.length;
    const candidates = onlyProhibited ? newestFirst(index.count) : visitOrder(index, clauses);
    const isMatch = (article) =>
      required.every((mask) => mask[article]) && !prohibited.some((mask) => mask[article]);
    return {
      articles: candidates.filter(isMatch),
      scores,
      matchCount: (article) => counts[article],
      groups: groups.length,
    };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

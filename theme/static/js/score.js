// SPDX-License-Identifier: MIT
// Lunr's ranking in typed arrays: the same articles, order and scores as lunr.Index.query, to the last bit.
(function (Warraq) {
  "use strict";

  const K1 = 1.2; // Lunr's own
  const B = 0.75;

  /** Lunr counts pairs of article and field here, not articles. */
  function rarity(count, lists) {
    const held = lists.reduce((sum, list) => sum + list.articles.length, 0);
    return Math.log(1 + Math.abs((count - held + 0.5) / (held + 0.5)));
  }

  /** What each field is asked for, in Lunr's order: terms with the sum of their boosts, ascending by number. */
  function queryVectors(fields, clauses) {
    const vectors = fields.map(() => new Map());
    for (const { boost, prohibited, found, fields: scope } of clauses) {
      if (prohibited) continue;
      for (const term of found) {
        for (const field of scope) {
          const before = vectors[field].get(term);
          vectors[field].set(term, before === undefined ? boost : before + boost);
        }
      }
    }
    return vectors.map((vector) => Array.from(vector).sort(([a], [b]) => a.number - b.number));
  }

  /** One field's scores of the `wanted` articles. Sums run in the order of the terms' numbers, as Lunr's do. */
  function fieldScores(index, field, vector, table, wanted) {
    const average = index.totals[field] / index.count;
    const sums = new Float64Array(index.count);
    let squares = 0;
    for (const [term, asked] of vector) {
      const { articles, frequencies, lengths } = term.lists[field];
      const idf = rarity(index.count, term.lists);
      squares += asked * asked;
      for (let place = 0; place < articles.length; place++) {
        if (!wanted[articles[place]]) continue;
        const frequency = frequencies[place];
        const length = lengths ? lengths[place] : table[articles[place]];
        const norm = K1 * (1 - B + B * (length / average));
        const saturated = (idf * ((K1 + 1) * frequency)) / (norm + frequency);
        sums[articles[place]] += asked * (Math.round(saturated * index.boosts[field] * 1000) / 1000);
      }
    }
    const size = Math.sqrt(squares);
    return (article) => sums[article] / size || 0;
  }

  /** The scores of articles; how long they are say the lists, or a table for each field whose lists do not. */
  function scoresOf(index, vectors, tables, articles) {
    const wanted = new Uint8Array(index.count);
    for (const article of articles) wanted[article] = 1;
    const fields = vectors.map((vector, field) => fieldScores(index, field, vector, tables[field], wanted));
    return (article) => fields.reduce((sum, score) => sum + score(article), 0);
  }

  /** The articles that match, in the order in which Lunr meets them, by which it breaks ties. */
  function met(index, clauses) {
    const seen = new Uint8Array(index.count);
    const order = [];
    for (const { prohibited, found, fields: scope } of clauses) {
      if (prohibited) continue;
      for (const term of found) {
        for (const field of scope) {
          const { articles } = term.lists[field];
          // The newest article is number 0 to Lunr.
          for (let place = articles.length - 1; place >= 0; place--) {
            if (seen[articles[place]]) continue;
            seen[articles[place]] = 1;
            order.push(articles[place]);
          }
        }
      }
    }
    return order;
  }

  /** Which articles hold a term of the clause, as 1 for each. */
  function holders(index, { found, fields: scope }) {
    const held = new Uint8Array(index.count);
    for (const term of found) {
      for (const field of scope) for (const article of term.lists[field].articles) held[article] = 1;
    }
    return held;
  }

  /** Lunr gives nothing where one of a required word's terms is in no article, even if the other is. */
  function unmet(clause) {
    return clause.required && clause.missing;
  }

  const everyArticle = (count) => Array.from({ length: count }, (_, place) => count - 1 - place);

  /**
   * The articles found, in Lunr's order of equals; `scores`, which some have where tables say how long they are; and
   * which hold every word that is not marked. The longer an article, the lower its score, also where floats are rounded.
   * A clause is {found: terms, fields: numbers, boost, required, prohibited, missing}; a term is
   * {number, lists: [{articles, frequencies, lengths}, one a field]}.
   */
  Warraq.score = function (index, clauses) {
    const vectors = queryVectors(index.fields, clauses);
    const scores = (tables, some) => scoresOf(index, vectors, tables, some);
    if (clauses.some(unmet)) return { articles: [], scores, whole: () => true };
    const musts = clauses.filter((clause) => clause.required).map((clause) => holders(index, clause));
    const nots = clauses.filter((clause) => clause.prohibited).map((clause) => holders(index, clause));
    const mays = clauses.filter((clause) => !clause.required && !clause.prohibited);
    const candidates = clauses.every((clause) => clause.prohibited) ? everyArticle(index.count) : met(index, clauses);
    const articles = candidates.filter(
      (article) => musts.every((held) => held[article]) && !nots.some((held) => held[article]),
    );
    const words = mays.map((clause) => holders(index, clause));
    return { articles, scores, whole: (article) => words.every((held) => held[article]) };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// The top k articles by score, with as few exact lengths as possible.
//
// Quantised lengths bound a score: the longer an article, the lower its score. With bounds 1–2, 5–7, 6–8 and 3–4 and
// k = 2, the second best lower bound is 5, so only the articles at 5–7 and 6–8 can be among the top two. Exact lengths are
// loaded for these two alone, and order them.
(function (Warraq) {
  "use strict";

  /**
   * Returns {near, order}: at once the articles that may be among the top `count`, and a promise of those that are, best
   * first; ties stay in the order of `articles`. `plainScores` is what `Warraq.score` returns; `factor` may multiply the score
   * of an article, whatever its length.
   */
  Warraq.topK = function (index, plainScores, articles, count, factor = null) {
    const factors = new Map(factor ? articles.map((article) => [article, factor(article)]) : []);

    function scores(tables, some) {
      const score = plainScores(tables, some);
      return factor ? (article) => score(article) * factors.get(article) : score;
    }

    const lower = scores(index.longest, articles);
    const upper = scores(index.shortest, articles);
    const threshold = Float64Array.from(articles, lower).sort().at(-count) || 0;
    const near = articles.filter((article) => upper(article) >= threshold);
    const isExact = (article) => upper(article) === lower(article);

    async function order() {
      const inexact = near.filter((article) => !isExact(article));
      const exact = inexact.length ? scores(await index.exactLengths(inexact), inexact) : upper;
      const scored = near.map((article) => ({ article, score: (isExact(article) ? upper : exact)(article) }));
      scored.sort((a, b) => b.score - a.score);
      return scored.slice(0, count).map(({ article }) => article);
    }

    return { near, order: order() };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

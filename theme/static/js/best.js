// SPDX-License-Identifier: MIT
// The best of the articles found: how long an article is, is asked for those only that may be among them.
(function (Warraq) {
  "use strict";

  /**
   * The first `count` of some articles by score, equals in the order given, as a promise; and at once those that are
   * `near`: that may be among them. `scores` is what `Warraq.score` gives.
   */
  Warraq.best = function (index, scores, articles, count) {
    const least = scores(index.longest, articles);
    const most = scores(index.shortest, articles);
    const enough = Float64Array.from(articles, least).sort().at(-count) || 0;
    const near = articles.filter((article) => most(article) >= enough);

    async function order() {
      const unsure = near.filter((article) => most(article) > least(article));
      const exact = unsure.length ? scores(await index.lengths(unsure), unsure) : most;
      const rows = near.map((article) => ({ article, score: (most(article) > least(article) ? exact : most)(article) }));
      return rows.sort((a, b) => b.score - a.score).slice(0, count).map(({ article }) => article);
    }

    return { near, order: order() };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

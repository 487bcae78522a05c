// SPDX-License-Identifier: MIT
// The best of the articles found: how long an article is, is asked for those only that may be among them.
(function (Warraq) {
  "use strict";

  /** The first `count` of some articles by score, equals in the order given; scores as `Warraq.score` bounds them. */
  Warraq.best = async function (index, { least, most, exactly }, articles, count) {
    const enough = Float64Array.from(articles, (article) => least[article]).sort().at(-count) || 0;
    const near = articles.filter((article) => most[article] >= enough);
    const unsure = near.filter((article) => most[article] > least[article]);
    const exact = unsure.length ? exactly(await index.lengths(unsure)) : most;
    const score = (article) => (most[article] > least[article] ? exact : most)[article];
    return near.sort((a, b) => score(b) - score(a)).slice(0, count);
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

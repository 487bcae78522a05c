// SPDX-License-Identifier: MIT
// The top k articles by score, with as few exact lengths as possible.
//
// Quantised lengths bound a score: the longer an article, the lower its score. With bounds 1–2, 5–7, 6–8 and 3–4 and
// k = 2, the second best lower bound is 5, so only the articles at 5–7 and 6–8 can be among the top two. Exact
// lengths are loaded for these two alone, and order them.
//
// Each exact length is a file. If many articles can be among the top, those whose bounds have the best middle come first,
// k and MORE of them; their exact scores rule out most of the others, and the rest follows in a second round.
(function (Warraq) {
  "use strict";

  // With 3, one query in 25 needs a second round at 31,030 articles; with none, half of them.
  const MORE = 3;

  /** Returns the count-th largest of the scores of articles, 0 if there are fewer. */
  const thresholdOf = (articles, score, count) => Float64Array.from(articles, score).sort().at(-count) || 0;

  /** Returns the articles that may be among the top `count`, whatever of the most that `factor` can add they get. */
  function possible(articles, lower, upper, count, factor) {
    const threshold = thresholdOf(articles, (article) => lower(article) * factor.least(article), count);
    return articles.filter((article) => upper(article) * (factor.least(article) + factor.most) >= threshold);
  }

  /**
   * Returns {likely, order}: at once the articles that are probably among the top `count`, and a promise of those that
   * are, best first; ties stay in the order of `articles`. `plainScores` is what `Warraq.score` returns; `factor` may
   * multiply the score of an article, whatever its length: `of(article)`, which is costly, is between `least(article)`
   * and that plus `most`.
   */
  Warraq.topK = function (index, plainScores, given, count, factor = null) {
    const plainLower = plainScores(index.longest, given);
    const plainUpper = plainScores(index.shortest, given);
    const articles = factor ? possible(given, plainLower, plainUpper, count, factor) : given;
    const factors = new Map(factor ? articles.map((article) => [article, factor.of(article)]) : []);
    const weighted = (score) => (factor ? (article) => score(article) * factors.get(article) : score);
    const scores = (lengthsOf, some) => weighted(plainScores(lengthsOf, some));
    const lower = weighted(plainLower);
    const upper = weighted(plainUpper);
    const threshold = thresholdOf(articles, lower, count);
    const near = articles.filter((article) => upper(article) >= threshold);
    const isExact = (article) => upper(article) === lower(article);
    const middle = (article) => upper(article) + lower(article);
    const likely = Array.from(near).sort((a, b) => middle(b) - middle(a)).slice(0, count + MORE);

    /** Adds the exact scores of some articles to a map. */
    async function addScores(exactScores, some) {
      const exact = some.length ? scores(await index.exactLengths(some), some) : upper;
      for (const article of some) exactScores.set(article, exact(article));
    }

    /** Returns the articles without an exact score that may be among the top. */
    function contenders(exactScores) {
      const least = thresholdOf(Array.from(exactScores.keys()), (article) => exactScores.get(article), count);
      return near.filter((article) => !exactScores.has(article) && upper(article) >= least);
    }

    async function order() {
      const exactScores = new Map(near.filter(isExact).map((article) => [article, upper(article)]));
      await addScores(exactScores, likely.filter((article) => !isExact(article)));
      await addScores(exactScores, contenders(exactScores));
      const scored = near.filter((article) => exactScores.has(article));
      scored.sort((a, b) => exactScores.get(b) - exactScores.get(a));
      return scored.slice(0, count);
    }

    return { likely, order: order() };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

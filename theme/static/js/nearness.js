// SPDX-License-Identifier: MIT
// The second stage of ranking: articles in which words of the query stand together weigh more.
//
// A name of two frequent words has hundreds of articles with both words and few with the name. Lunr's score of an article
// is multiplied by 1 + WEIGHT · nearness, where nearness is 1 if all pairs of neighbouring words stand in the article as
// in the query, and less if they are some words apart or only some pairs do. It is a weight, no order of its own: an
// article that is much better otherwise stays above.
(function (Warraq) {
  "use strict";

  const WEIGHT = 1;
  // Words between two that still stand near, and what they count then.
  const WINDOW = 4;
  const NEAR = 0.3;

  /** Returns 1 if positions of the second list are `gap` behind one of the first, NEAR if they are within the window. */
  function pairNearness(firsts, seconds, gap) {
    const follows = new Set(seconds);
    if (firsts.some((position) => follows.has(position + gap))) return 1;
    const isNear = (a, b) => Math.abs(a - b) <= WINDOW;
    return firsts.some((a) => seconds.some((b) => isNear(a, b))) ? NEAR : 0;
  }

  /**
   * Returns a function from an article to the factor of its score. A pair is {first, second, gap}: terms and their distance
   * in the query; `loaded` are the terms by text, with positions; null without a pair that the archive contains.
   */
  Warraq.nearness = function (pairs, loaded, fields) {
    const known = pairs.filter(({ first, second }) => loaded.has(first) && loaded.has(second));
    if (!known.length) return null;

    function nearnessIn(article, { first, second, gap }) {
      const inField = fields.map((_, field) => {
        const firsts = Warraq.positionsIn(loaded.get(first).lists[field], article);
        return firsts.length ? pairNearness(firsts, Warraq.positionsIn(loaded.get(second).lists[field], article), gap) : 0;
      });
      return Math.max(...inField);
    }

    return (article) => {
      const sum = known.reduce((total, pair) => total + nearnessIn(article, pair), 0);
      return 1 + (WEIGHT * sum) / pairs.length;
    };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// The second stage of ranking: Lunr's score of an article is multiplied by a factor.
//
//   1 + NEARNESS · near (of a name NEARNESS_OF_NAME) + BOUND · bound² + FORMS / words · forms + COVERAGE · covered
//
// near     1 if all pairs of neighbouring words of the query stand in the article as in the query; less if they are
//          some words apart, or only some pairs do. A name of two frequent words has hundreds of articles with both
//          words, and few with the name.
// bound    the same of the pairs that are one thing: «المادة 77», «آل الشيخ», «#يوم_الأرض». An article that has all of
//          them stands before one that has half, so it is squared.
// forms    the share of the words whose very form is in the article, for queries of few words: they are mostly names.
//          The form with an article in place of one without (and the reverse) counts less.
// covered  the share of the words that the article has at all: of a long query, as a headline, it weighs LONG. For a
//          pasted text it decides nearly alone, as PASTED · covered²: the article that has all the rare words is the one
//          the text was copied from, however long it is.
//
// It is a weight, no order of its own: an article that is much better otherwise stays above.
(function (Warraq) {
  "use strict";

  const NEARNESS = 1;
  const NEARNESS_OF_NAME = 4;
  // More than a part in a title weighs.
  const BOUND = 16;
  const FORMS = 6;
  const COVERAGE = 1;
  const LONG = 2;
  const PASTED = 20;
  const MAX_WORDS_FORMS_COUNT = 3;
  // A query of more words is no name: an article need not have all of them.
  const MAX_WORDS_ALL_NEEDED = 4;
  // What a form counts that differs by the article.
  const OTHER_ARTICLE = 0.6;
  // Words between two that still stand near, and what they count then.
  const WINDOW = 4;
  const NEAR = 0.3;

  Warraq.isLongQuery = (groups) => groups > MAX_WORDS_ALL_NEEDED;

  /**
   * Returns 1 if positions of the second list are `gap` behind one of the first, NEAR if they are within the window.
   */
  function pairNearness(firsts, seconds, gap) {
    const follows = new Set(seconds);
    if (firsts.some((position) => follows.has(position + gap))) return 1;
    const isNear = (a, b) => Math.abs(a - b) <= WINDOW;
    return firsts.some((a) => seconds.some((b) => isNear(a, b))) ? NEAR : 0;
  }

  /** Returns the lists of two terms in the fields in which both occur. */
  function listsOfBoth(first, second, fields) {
    const pairs = fields.map((_, field) => [first.lists[field], second.lists[field]]);
    return pairs.filter(([a, b]) => a.articles.length && b.articles.length);
  }

  /** Returns a function from an article to how near its words stand; a pair is {first, second, gap} of terms. */
  function nearnessOf(pairs, loaded, fields) {
    const known = pairs
      .filter(({ first, second }) => loaded.has(first) && loaded.has(second))
      .map(({ first, second, gap }) => ({ gap, lists: listsOfBoth(loaded.get(first), loaded.get(second), fields) }));

    function nearnessIn(article, { lists, gap }) {
      let best = 0;
      for (const [first, second] of lists) {
        const firsts = Warraq.positionsIn(first, article);
        if (firsts.length) best = Math.max(best, pairNearness(firsts, Warraq.positionsIn(second, article), gap));
      }
      return best;
    }

    return (article) => known.reduce((sum, pair) => sum + nearnessIn(article, pair), 0) / (pairs.length || 1);
  }

  /**
   * Returns a function from an article to how well it has a word: 1 for the form as it was written, the first of
   * `terms`.
   */
  function formMatch({ terms }, loaded) {
    const matches = new Map();
    terms.forEach((text, i) => {
      const value = i ? OTHER_ARTICLE : 1;
      for (const { articles } of loaded.get(text)?.lists || []) {
        for (const article of articles) if (!(matches.get(article) >= value)) matches.set(article, value);
      }
    });
    return (article) => matches.get(article) || 0;
  }

  /**
   * Returns the factor of an article's score as `Warraq.topK` needs it: `of(article)`, and its bounds. `near` are pairs
   * of neighbouring words, `forms` the forms of each word, `loaded` the terms by text, with positions; the article has
   * `matchCount(article)` of `groups` words. The words are the rarest of a pasted text if `isPasted`.
   */
  Warraq.secondStage = function ({ near, forms, loaded, fields, matchCount, groups, isPasted, isName }) {
    const boundPairs = near.filter(({ isBound }) => isBound);
    const nearness = nearnessOf(near, loaded, fields);
    const boundness = nearnessOf(boundPairs, loaded, fields);
    const counted = forms.length <= MAX_WORDS_FORMS_COUNT ? forms : [];
    const matches = counted.map((form) => formMatch(form, loaded));
    const words = matches.length || 1;
    const shareOfForms = (article) => matches.reduce((sum, match) => sum + match(article), 0) / words;
    const covered = (article) => (groups ? matchCount(article) / groups : 0);
    const weightOfCovered = (share) => {
      if (isPasted) return PASTED * share * share;
      return (Warraq.isLongQuery(groups) ? LONG : COVERAGE) * share;
    };
    const least = (article) => 1 + (FORMS / words) * shareOfForms(article) + weightOfCovered(covered(article));
    const weightOfNearness = isName ? NEARNESS_OF_NAME : NEARNESS;
    const of = (article) => least(article) + weightOfNearness * nearness(article) + BOUND * boundness(article) ** 2;
    return { least, most: (near.length ? weightOfNearness : 0) + (boundPairs.length ? BOUND : 0), of };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: AGPL-3.0-or-later
// The top articles are those of all exact scores, and few exact lengths are loaded.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
require("./load.js");

/**
 * Returns the top `count` of articles with these bounds and exact scores, and the articles whose exact lengths are loaded.
 * Tables of scores stand for the functions that give lengths.
 */
async function topOf(bounds, exact, count) {
  const loaded = [];
  const exactLengths = async (articles) => {
    loaded.push(...articles);
    return exact;
  };
  const index = { exactLengths, longest: bounds.map(([lower]) => lower), shortest: bounds.map(([, upper]) => upper) };
  const scores = (table) => (article) => table[article];
  const articles = bounds.map((_, article) => article);
  return { top: await Warraq.topK(index, scores, articles, count).order, loaded: loaded.toSorted() };
}

test("the exact length of an article that cannot be among the top is not loaded", async () => {
  const { top, loaded } = await topOf([[1, 2], [5, 7], [6, 8], [3, 4]], [1, 6.5, 6, 3], 2);
  assert.deepStrictEqual(top, [1, 2]);
  assert.deepStrictEqual(loaded, [1, 2]);
});

test("the exact length of an article that may be among the top is loaded", async () => {
  const { top, loaded } = await topOf([[1, 5], [4, 7], [6, 8]], [4.5, 4, 6], 2);
  assert.deepStrictEqual(top, [2, 0]);
  assert.deepStrictEqual(loaded, [0, 1, 2]);
});

test("the exact lengths of articles that the scores of likely ones rule out are not loaded", async () => {
  const unlikely = Array.from({ length: 5 }, () => [4, 6.5]);
  const { top, loaded } = await topOf([[5, 7], [6, 8], ...unlikely], [6.6, 7, 6, 6, 6, 6, 6], 2);
  assert.deepStrictEqual(top, [1, 0]);
  assert.deepStrictEqual(loaded, [0, 1, 2, 3, 4]);
});

test("the exact lengths of all that they do not rule out follow", async () => {
  const others = Array.from({ length: 5 }, () => [4, 6.5]);
  const { top, loaded } = await topOf([[5, 7], [5, 8], ...others], [5, 5, 6, 6, 6, 6, 6.4], 2);
  assert.deepStrictEqual(top, [6, 2]);
  assert.deepStrictEqual(loaded, [0, 1, 2, 3, 4, 5, 6]);
});

test("a score with equal bounds is exact, and is compared with scores that were loaded", async () => {
  const { top, loaded } = await topOf([[3, 3], [2, 4]], [0, 2.5], 1);
  assert.deepStrictEqual(top, [0]);
  assert.deepStrictEqual(loaded, [1]);
});

test("ties stay in the order of the articles", async () => {
  const { top } = await topOf([[1, 2], [1, 2], [1, 2]], [2, 2, 2], 2);
  assert.deepStrictEqual(top, [0, 1]);
});

test("all articles are ordered if all are asked for", async () => {
  const { top } = await topOf([[1, 3], [2, 4]], [1, 4], Infinity);
  assert.deepStrictEqual(top, [1, 0]);
});

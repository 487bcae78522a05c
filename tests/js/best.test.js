// SPDX-License-Identifier: AGPL-3.0-or-later
// The best of the articles found are those of all exact scores, and few articles are asked how long they are.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
require("./load.js");

/** The best `count` of articles whose scores lie in bounds, and the articles that were asked how long they are. */
async function best(bounds, exact, count) {
  const asked = [];
  const lengths = async (articles) => {
    asked.push(...articles);
    return exact;
  };
  const index = { lengths, longest: bounds.map(([least]) => least), shortest: bounds.map(([, most]) => most) };
  const scores = (table) => (article) => table[article];
  const articles = bounds.map((_, article) => article);
  return { best: await Warraq.best(index, scores, articles, count).order, asked };
}

test("an article that cannot be among the best is not asked", async () => {
  const { best: found, asked } = await best([[1, 2], [5, 7], [6, 8], [3, 4]], [1, 6.5, 6, 3], 2);
  assert.deepStrictEqual(found, [1, 2]);
  assert.deepStrictEqual(asked, [1, 2]);
});

test("an article that may be among the best is asked", async () => {
  const { best: found, asked } = await best([[1, 5], [4, 7], [6, 8]], [4.5, 4, 6], 2);
  assert.deepStrictEqual(found, [2, 0]);
  assert.deepStrictEqual(asked, [0, 1, 2]);
});

test("a score that is known is not asked for, and is right beside one that was", async () => {
  const { best: found, asked } = await best([[3, 3], [2, 4]], [0, 2.5], 1);
  assert.deepStrictEqual(found, [0]);
  assert.deepStrictEqual(asked, [1]);
});

test("equals stay in the order in which they were found", async () => {
  assert.deepStrictEqual((await best([[1, 2], [1, 2], [1, 2]], [2, 2, 2], 2)).best, [0, 1]);
});

test("all are ordered where all are asked for", async () => {
  assert.deepStrictEqual((await best([[1, 3], [2, 4]], [1, 4], Infinity)).best, [1, 0]);
});

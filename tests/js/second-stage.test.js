// SPDX-License-Identifier: AGPL-3.0-or-later
// The second stage: words that stand together, the very forms of the query, and more of its words weigh more.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
require("./load.js");

/** Returns a term whose list in the only field has these positions: article → positions. */
function termOf(text, positions) {
  const articles = Object.keys(positions).map(Number);
  const all = Object.values(positions);
  const positionStarts = [0, ...all.map((_, i) => all.slice(0, i + 1).flat().length)];
  return [text, { text, lists: [{ articles, positions: Uint32Array.from(all.flat()), positionStarts }] }];
}

/** Returns a function from an article to its factor; what is not given does not weigh. */
function factorOf(given) {
  const nothing = { near: [], forms: [], loaded: new Map(), fields: ["body"], matchCount: () => 0, groups: 0 };
  return Warraq.secondStage({ ...nothing, ...given }).of;
}

const near = [{ first: "سد", second: "نهر", gap: 1 }];
const loaded = new Map([termOf("سد", { 0: [4], 1: [4], 2: [4], 3: [4] }), termOf("نهر", { 0: [5], 1: [7], 2: [90] })]);

test("words that stand together weigh most, near ones less, far ones nothing", () => {
  const [together, close, far, alone] = [0, 1, 2, 3].map(factorOf({ near, loaded }));
  assert.ok(together > close && close > far);
  assert.deepStrictEqual([far, alone], [1, 1]);
});

test("words count as together at the distance that they have in the query", () => {
  const apart = factorOf({ near: [{ first: "سد", second: "نهر", gap: 3 }], loaded });
  assert.ok(apart(1) > apart(0));
});

const forms = [{ terms: ["===كتاب", "===الكتاب"] }];
const loadedForms = new Map([termOf("===كتاب", { 0: [1] }), termOf("===الكتاب", { 0: [2], 1: [2] })]);

test("the form as it was written weighs more than the one with an article, and this more than another", () => {
  const [written, other, none] = [0, 1, 2].map(factorOf({ forms, loaded: loadedForms }));
  assert.ok(written > other && other > none);
  assert.strictEqual(none, 1);
});

test("forms do not weigh in a query of many words", () => {
  const many = [0, 1, 2, 3].flatMap(() => forms);
  assert.strictEqual(factorOf({ forms: many, loaded: loadedForms })(0), 1);
});

test("an article with more words of the query weighs more", () => {
  const factor = factorOf({ matchCount: (article) => article, groups: 4 });
  assert.deepStrictEqual([0, 2, 4].map(factor), [1, 1.5, 2]);
});

test("words that are one thing must all stand together", () => {
  const pairs = [["سد", "نهر"], ["نهر", "كبير"]].map(([first, second]) => ({ first, second, gap: 1, isBound: true }));
  const texts = new Map([...loaded, termOf("كبير", { 0: [6], 1: [90] })]);
  const [whole, half, none] = [0, 1, 3].map(factorOf({ near: pairs, loaded: texts }));
  assert.ok(whole > 4 * half && half > none);
  const unbound = factorOf({ near, loaded });
  assert.ok(whole > 4 * unbound(0));
});

test("nearness weighs more in a name, coverage more in a long query", () => {
  const inName = factorOf({ near, loaded, isName: true });
  assert.ok(inName(0) > factorOf({ near, loaded })(0));
  const ofLong = factorOf({ matchCount: () => 6, groups: 6 });
  assert.ok(ofLong(0) > factorOf({ matchCount: () => 4, groups: 4 })(0));
});

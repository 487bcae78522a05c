// SPDX-License-Identifier: AGPL-3.0-or-later
// Words offered while typing, and corrections of words that no article holds.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { rules } = require("./load.js");

const ROWS = [
  ["بلدي", "بلدية", 30],
  ["مكتب", "المكتبة", 20],
  ["مكتب", "مكتبة الورّاقين", 7],
  ["مدرس", "مدرسة", 12],
  ["رغوث", "برغوث", 5],
  ["رغب", "رغبة", 9],
  ["عجل", "عجلون", 8],
  ["عجل", "عجلون", 6, "entities/a.html"],
  ["وراق", "مكتبة الورّاقين", 7],
];
const index = { suggestions: async (begin, end) => ROWS.filter(([term]) => term >= begin[0] && term <= end) };
const { suggest, correct } = Warraq.suggester(index, Warraq.analyser(rules));
const texts = async (typed) => (await suggest(typed)).map((offer) => offer.text);

test("a word is completed, the most frequent first", async () => {
  assert.deepStrictEqual(await texts("مكت"), ["المكتبة", "مكتبة الورّاقين"]);
});

test("the article before a word is no matter", async () => assert.deepStrictEqual((await texts("بالمكت"))[0], "المكتبة"));

test("an ending goes beyond the stem", async () => assert.deepStrictEqual(await texts("المكتبة"), ["المكتبة", "مكتبة الورّاقين"]));

test("a first letter that is off in the index though it is of the root is no matter", async () => {
  assert.deepStrictEqual(await texts("برغ"), ["برغوث"]);
});

test("only the last word is completed", async () => {
  assert.deepStrictEqual((await suggest("سد مدر"))[0], { text: "مدرسة", count: 12, whole: "سد مدرسة", url: undefined });
});

test("a name is offered as a word and as its page", async () => {
  assert.deepStrictEqual((await suggest("عجل")).map((offer) => offer.url), [undefined, "entities/a.html"]);
});

test("a single letter is not completed", async () => assert.deepStrictEqual(await texts("م"), []));

test("a word that no article holds is put right in its place", async () => {
  assert.strictEqual(await correct("سد المكتيه القديمة", ["مكت"]), "سد المكتبة القديمة");
});

test("a name in Latin letters is put right by the Arabic word that is heard like it", async () => {
  assert.strictEqual(await correct("سد Ajloun", ["ajloun"]), "سد عجلون");
});

test("where nothing is near nothing is put right", async () => {
  assert.strictEqual(await correct("قسطنطينيوبوليس", ["قسطنطينيوبوليس"]), null);
});

for (const [one, other, apart] of [
  ["مكتب", "مكبت", true],
  ["مكتب", "مكتبب", true],
  ["مكتب", "مكت", true],
  ["مكتب", "مكتم", true],
  ["مكتب", "مكتب", false],
  ["مكتب", "مكتمم", false],
  ["مكتب", "كمبت", false],
]) {
  test(`${one} and ${other} are ${apart ? "" : "not "}one letter apart`, () => {
    assert.strictEqual(Warraq.oneLetterApart(one, other), apart);
    assert.strictEqual(Warraq.oneLetterApart(other, one), apart);
  });
}

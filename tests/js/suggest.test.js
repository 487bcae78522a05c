// SPDX-License-Identifier: AGPL-3.0-or-later
// Suggestions while typing, and corrections of words that no article contains.
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
  ["برلم", "البرلمان", 6],
  ["زيت", "الزيتون", 6],
  ["عجل", "عجلون", 8],
  ["عجل", "عجلون", 6, "entities/a.html"],
  ["وراق", "مكتبة الورّاقين", 7],
  ["netherlands", "هولندا", 4, "entities/n.html", "Netherlands"],
  ["arab", "الإمارات", 4, "entities/u.html", "United Arab Emirates"],
];
const index = { suggestions: async (begin, end) => ROWS.filter(([term]) => term >= begin[0] && term <= end) };
const { suggest, correct } = Warraq.suggester(index, Warraq.analyser(rules));
const texts = async (typed) => (await suggest(typed)).map((offer) => offer.text);

test("a word is completed, the most frequent first", async () => {
  assert.deepStrictEqual(await texts("مكت"), ["المكتبة", "مكتبة الورّاقين"]);
});

test("the definite article and prepositions do not matter", async () => assert.deepStrictEqual((await texts("بالمكت"))[0], "المكتبة"));

test("a suffix may be typed", async () => assert.deepStrictEqual(await texts("المكتبة"), ["المكتبة", "مكتبة الورّاقين"]));

test("a first letter of the root that the stemmer removes does not matter", async () => {
  assert.deepStrictEqual(await texts("برغ"), ["برغوث"]);
});

test("only the last word is completed", async () => {
  assert.deepStrictEqual((await suggest("سد مدر"))[0], { text: "مدرسة", count: 12, whole: "سد مدرسة", url: undefined });
});

test("a name is suggested as a word and as its page", async () => {
  assert.deepStrictEqual((await suggest("عجل")).map((offer) => offer.url), [undefined, "entities/a.html"]);
});

test("a name is suggested by its English name", async () => {
  assert.deepStrictEqual(await texts("nether"), ["هولندا"]);
});

test("an English name that is one word is translated; a word of a longer one is not", async () => {
  assert.strictEqual(await correct("انتخابات Netherlands", [["netherlands", 0]]), "انتخابات هولندا");
  assert.strictEqual(await correct("Arab", [["arab", 0]]), null);
});

test("a single letter is not completed", async () => assert.deepStrictEqual(await texts("م"), []));

test("a word that no article contains is corrected in its place", async () => {
  assert.strictEqual(await correct("سد المدرصة القديمة", [["مدرص", 0]]), "سد مدرسة القديمة");
});

test("a word is corrected whole if its stem lost a first letter or kept an ending", async () => {
  assert.strictEqual(await correct("البرلمن", [["رلمن", 0]]), "البرلمان");
  assert.strictEqual(await correct("الزيتزن", [["زيتزن", 0]]), "الزيتون");
});

test("an article that is written with hamza is no part of the word", async () => {
  assert.strictEqual(await correct("ألمدرسة القديمة", [["المدرس", 0]]), "مدرسة القديمة");
});

test("a word in some articles is corrected to one in many more only", async () => {
  assert.strictEqual(await correct("المكتبت", [["مكتبت", 1]]), null);
});

test("a short word is not corrected: its neighbours are other words", async () => {
  assert.strictEqual(await correct("رغت", [["رغت", 0]]), null);
});

test("letters that are easily confused cost less than others", () => {
  assert.ok(Warraq.editCost("حكوم", "خكوم") < Warraq.editCost("حكوم", "سكوم"));
});

test("a name in Latin letters is corrected to the Arabic word that sounds like it", async () => {
  assert.strictEqual(await correct("سد Ajloun", [["ajloun", 0]]), "سد عجلون");
});

test("the number behind a name in Latin letters stays", async () => {
  assert.strictEqual(await correct("Ajloun-19", [["ajloun", 0]]), "عجلون-19");
});

test("a word that is near no other is not corrected", async () => {
  assert.strictEqual(await correct("قسطنطينيوبوليس", [["قسطنطينيوبوليس", 0]]), null);
});

for (const [first, second, expected] of [
  ["مكتب", "مكبت", true],
  ["مكتب", "مكتبب", true],
  ["مكتب", "مكت", true],
  ["مكتب", "مكتم", true],
  ["مكتب", "مكتب", false],
  ["مكتب", "مكتمم", false],
  ["مكتب", "كمبت", false],
]) {
  test(`${first} and ${second} are ${expected ? "" : "not "}one edit apart`, () => {
    assert.strictEqual(Warraq.isOneEditApart(first, second), expected);
    assert.strictEqual(Warraq.isOneEditApart(second, first), expected);
  });
}

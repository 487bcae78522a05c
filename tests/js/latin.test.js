// SPDX-License-Identifier: AGPL-3.0-or-later
// A name in Latin letters fits the Arabic word that sounds like it better than others.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
require("./load.js");

const { distance, firstLetters, is, partsOf } = Warraq.latin;
const isNearer = (name, word, other) => distance(name, word) < distance(name, other);

for (const [name, word, other] of [
  ["putin", "بوتين", "بطن"],
  ["obama", "اوباما", "بام"],
  ["israel", "اسراءيل", "سرال"],
  ["moscow", "موسكو", "مسك"],
  ["riyadh", "رياض", "رد"],
  ["chad", "تشاد", "شد"],
  ["khaled", "خالد", "خلد"],
  ["yusuf", "يوسف", "يسر"],
  ["kuwait", "كويت", "كت"],
  ["3umar", "عمر", "مر"],
  ["nasr", "نصر", "ناصر"],
  ["nasser", "ناصر", "نصر"],
  ["salah", "صلاح", "صالح"],
  ["mahmud", "محمود", "محمد"],
  ["fayez", "فايز", "فوز"],
]) {
  test(`${name} sounds like ${word}`, () => assert.ok(isNearer(name, word, other)));
}

test("other consonants make another word", () => assert.strictEqual(distance("putin", "موسكو"), Infinity));

test("a word that begins with ع sounds like a vowel first, and a y before a vowel is written", () => {
  assert.strictEqual(distance("libya", "علبه"), Infinity);
  assert.ok(distance("brahim", "ابراهيم") < distance("brahim", "عبراهيم"));
});

test("vowels that differ much make another word", () => assert.strictEqual(distance("china", "شوءون"), Infinity));

test("an Arabic word may begin with any letter of the same sound, or with an alef before a vowel", () => {
  const letters = firstLetters("taiz");
  assert.ok(letters.includes("ت") && letters.includes("ط"));
  assert.ok(firstLetters("obama").includes("ا"));
});

test("a name whose first two letters are consonants has first letters too", () => {
  for (const name of ["libya", "blair", "lviv", "wladimir", "bbc", "llb", "b'a"]) assert.ok(firstLetters(name).length, name);
});

test("words with other letters and short ones are no Latin words", () => assert.deepStrictEqual(["بوتين", "eu"].filter(is), []));

test("a name of two Arabic words has two parts", () => {
  assert.deepStrictEqual(partsOf("Abdulkarim"), [{ arabic: "عبد" }, { latin: "karim", article: true }]);
  assert.deepStrictEqual(partsOf("Fathallah"), [{ latin: "fath" }, { arabic: "الله" }]);
  assert.deepStrictEqual(partsOf("Nooreddin").at(-1), { arabic: "الدين" });
});

test("an Arabic article before a name is left out", () => assert.deepStrictEqual(partsOf("al-Karimi"), [{ latin: "karimi" }]));

test("a French name of a place and a name of two joined words are in a table", () => {
  assert.deepStrictEqual([partsOf("Maroc"), partsOf("YouTube")], [[{ arabic: "المغرب" }], [{ arabic: "يوتيوب" }]]);
});

test("a name that is no transliteration is in a table", () => assert.deepStrictEqual(partsOf("Cairo"), [{ arabic: "القاهرة" }]));

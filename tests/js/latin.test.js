// SPDX-License-Identifier: AGPL-3.0-or-later
// A name in Latin letters is corrected to the Arabic word that sounds like it.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
require("./load.js");

const { distance, firstLetters, is } = Warraq.latin;
const isNearer = (name, word, other) => distance(name, word) < distance(name, other);

for (const [name, word, other] of [
  ["putin", "بوتين", "بطن"],
  ["obama", "اوباما", "بام"],
  ["israel", "اسراءيل", "سرال"],
  ["moscow", "موسكو", "مسك"],
  ["riyadh", "رياض", "رد"],
  ["chad", "تشاد", "شد"],
]) {
  test(`${name} sounds like ${word}`, () => assert.ok(isNearer(name, word, other)));
}

test("other consonants make another word", () => assert.strictEqual(distance("putin", "موسكو"), Infinity));

test("vowels that differ much make another word", () => assert.strictEqual(distance("china", "شوءون"), Infinity));

test("an Arabic word may begin with any letter of the same sound, or with an alef before a vowel", () => {
  assert.deepStrictEqual(firstLetters("taiz"), ["ت", "ط", "ث"]);
  assert.ok(firstLetters("obama").includes("ا"));
});

test("words with other letters and short ones are no Latin words", () => assert.deepStrictEqual(["بوتين", "b2b", "eu"].filter(is), []));

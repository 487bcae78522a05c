// SPDX-License-Identifier: AGPL-3.0-or-later
// Hits are whole words in the text's own spelling, whatever marks, joiners and ligatures they contain.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { rules } = require("./load.js");

const analyser = Warraq.analyser(rules);
const WORDS = ["مكتبة", "المَكْتَبَة", "ومكـــتبة", "سدّ", "ﷲ", "می‌خواهم", "2015م", "B2B", "قرا\u0653ن", "𞺀𞺁", "ﻻﺷﻚ", "İx", "مكتبـ"];
const GAPS = [" ", "، ", "\n\n", " – ", "» «", "\u00a0", "🙂", ". "];

/** Returns a pseudorandom generator, the same for a seed each time (Lehmer). */
function lehmer(seed) {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

function randomText(next) {
  return Array.from({ length: next(60) }, () => WORDS[next(WORDS.length)] + GAPS[next(GAPS.length)]).join("");
}

const termsOf = (words) => words.map((word) => word.term);
const TEXTS = Array.from({ length: 2000 }, (_, seed) => randomText(lehmer(seed + 1)));

test("spans have the terms of the text", () => {
  for (const text of TEXTS) assert.deepStrictEqual(termsOf(analyser.spans(text)), analyser.terms(text));
});

test("the text of a span has its term", () => {
  for (const text of TEXTS) {
    for (const { term, start, end } of analyser.spans(text)) {
      assert.ok(analyser.terms(text.slice(start, end)).includes(term), text.slice(start, end));
    }
  }
});

test("no span ends before a word's marks or joiners", () => {
  for (const text of TEXTS) {
    for (const { end } of analyser.spans(text)) assert.doesNotMatch(text.slice(end, end + 1), /[\u0640\u064b-\u065f]/u);
  }
});

test("marking changes no letter of a text", () => {
  for (const text of TEXTS) {
    const pieces = Warraq.marked(text, analyser, new Set(["مكتب", "2015", "له"]));
    assert.strictEqual(pieces.map((piece) => piece.text).join(""), text);
  }
});

test("a passage is part of the text, and contains a hit if the text does", () => {
  const terms = new Set(["سد", "قر"]);
  for (const text of TEXTS) {
    const pieces = Warraq.passage(text, analyser, terms, 12);
    const joined = pieces.map((piece) => piece.text).join("").replace(/^… | …$/g, "");
    assert.ok(text.includes(joined));
    assert.strictEqual(pieces.some((piece) => piece.hit), analyser.terms(text).some((term) => terms.has(term)));
  }
});

test("a passage has at most the number of words asked for", () => {
  for (const text of TEXTS) {
    const pieces = Warraq.passage(text, analyser, new Set(["سد"]), 12);
    const words = analyser.terms(pieces.map((piece) => piece.text).join(""));
    assert.ok(words.length <= Math.max(12, 4) + 3, text); // a ligature may be four words
  }
});

test("the passage with the most distinct terms is shown", () => {
  const filler = "كلام ".repeat(50);
  const pieces = Warraq.passage(`سد ${filler} سد ${filler} سد نهر ${filler}`, analyser, new Set(["سد", "نهر"]), 20);
  assert.deepStrictEqual(pieces.filter((piece) => piece.hit).map((piece) => piece.text), ["سد", "نهر"]);
});

test("a hit is marked with its marks and its tatweel", () => {
  const [piece] = Warraq.marked("المَكْـتَبَـةُ", analyser, new Set(["مكتب"]));
  assert.deepStrictEqual(piece, { text: "المَكْـتَبَـةُ", hit: true });
});

// SPDX-License-Identifier: AGPL-3.0-or-later
// Hits are marked in the text's own spelling, whole words of it, wherever marks, joiners and ligatures stand.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { rules } = require("./load.js");

const analyser = Warraq.analyser(rules);
const WORDS = ["مكتبة", "المَكْتَبَة", "ومكـــتبة", "سدّ", "ﷲ", "می‌خواهم", "2015م", "B2B", "قرا\u0653ن", "𞺀𞺁", "ﻻﺷﻚ", "İx", "مكتبـ"];
const GAPS = [" ", "، ", "\n\n", " – ", "» «", "\u00a0", "🙂", ". "];

/** Numbers that look random and are the same each time (Lehmer). */
function lehmer(seed) {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

function text(next) {
  return Array.from({ length: next(60) }, () => WORDS[next(WORDS.length)] + GAPS[next(GAPS.length)]).join("");
}

const bare = (words) => words.map((word) => word.term);
const sample = Array.from({ length: 2000 }, (_, seed) => text(lehmer(seed + 1)));

test("spans hold the terms of the text", () => {
  for (const one of sample) assert.deepStrictEqual(bare(analyser.spans(one)), analyser.terms(one));
});

test("what a span holds gives its term by itself", () => {
  for (const one of sample) {
    for (const { term, start, end } of analyser.spans(one)) {
      assert.ok(analyser.terms(one.slice(start, end)).includes(term), one.slice(start, end));
    }
  }
});

test("no span begins or ends inside a word's marks or joining", () => {
  for (const one of sample) {
    for (const { end } of analyser.spans(one)) assert.doesNotMatch(one.slice(end, end + 1), /[\u0640\u064b-\u065f]/u);
  }
});

test("marking changes no letter of a text", () => {
  for (const one of sample) {
    const cut = Warraq.marked(one, analyser, new Set(["مكتب", "2015", "له"]));
    assert.strictEqual(cut.map((piece) => piece.text).join(""), one);
  }
});

test("a passage is of the text, and holds a hit if the text does", () => {
  const terms = new Set(["سد", "قر"]);
  for (const one of sample) {
    const cut = Warraq.passage(one, analyser, terms, 12);
    const joined = cut.map((piece) => piece.text).join("").replace(/^… | …$/g, "");
    assert.ok(one.includes(joined));
    assert.strictEqual(cut.some((piece) => piece.hit), analyser.terms(one).some((term) => terms.has(term)));
  }
});

test("a passage has the words that were asked for and no more", () => {
  for (const one of sample) {
    const cut = Warraq.passage(one, analyser, new Set(["سد"]), 12);
    const words = analyser.terms(cut.map((piece) => piece.text).join(""));
    assert.ok(words.length <= Math.max(12, 4) + 3, one); // a ligature may hold four
  }
});

test("the passage with the most different words is shown", () => {
  const filler = "كلام ".repeat(50);
  const cut = Warraq.passage(`سد ${filler} سد ${filler} سد نهر ${filler}`, analyser, new Set(["سد", "نهر"]), 20);
  assert.deepStrictEqual(cut.filter((piece) => piece.hit).map((piece) => piece.text), ["سد", "نهر"]);
});

test("a hit is marked with its marks and its tatweel", () => {
  const [piece] = Warraq.marked("المَكْـتَبَـةُ", analyser, new Set(["مكتب"]));
  assert.deepStrictEqual(piece, { text: "المَكْـتَبَـةُ", hit: true });
});

// SPDX-License-Identifier: AGPL-3.0-or-later
// In ten thousand random texts, exactly the words of the query are marked.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { rules } = require("./load.js");

const analyser = Warraq.analyser(rules);
const TEXTS = 10000;
const WORDS = ["مكتبة", "أسئلة", "مسؤول", "قرآن", "إدلب", "سد", "لجنة", "فؤاد", "هدى", "reuters", "بغداد"];
const BEFORE = ["", "", "ال", "وال", "لل", "ب", "و"];
const MARKS = ["\u064b", "\u064e", "\u064f", "\u0650", "\u0651", "\u0652", "\u0651\u064e", "\u0670", "\u06d6"];
const SILENT = ["\u0640", "\u0640\u0640", "\u200c", "\u200d", "\u200e", "\u200f", "\u202b", "\u202c", "\u2067", "\u2069", "\u061c", "\u00ad"];
const SPELLINGS = { أ: "أاٱ", إ: "إا", آ: "آا", ى: "ىي", ة: "ةه", ك: "كک", ي: "يی" };
const GAPS = [" ", "، ", "\n", "» «", "\u00a0", "𝄞", " \u200f", " – ", " \u202b", ".\u200e "];

/** Returns a pseudorandom generator, the same for a seed each time (Lehmer). */
function lehmer(seed) {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

const choose = (next, list) => list[next(list.length)];

/** Returns a word with marks, joiners and direction marks after its letters, and letters in another form. */
function varySpelling(next, word) {
  const letters = Array.from(word, (letter) => choose(next, Array.from(SPELLINGS[letter] || letter)));
  const marked = letters.map((letter) => {
    const mark = next(3) ? "" : choose(next, MARKS);
    const silent = next(5) ? "" : choose(next, SILENT);
    return letter + mark + silent;
  });
  const text = marked.join("");
  return next(4) ? text : text.normalize("NFD");
}

/** Returns a random text, and the offsets of each word in it: [{term, form, start, end}]. */
function randomText(next) {
  let text = choose(next, GAPS);
  const words = Array.from({ length: 1 + next(20) }, () => {
    const word = choose(next, BEFORE) + choose(next, WORDS);
    const start = text.length;
    text += varySpelling(next, word);
    const end = text.length;
    text += choose(next, GAPS);
    return { ...analyser.analysed(word)[0], start, end };
  });
  return { text, words };
}

const isDifferent = (actual, expected) => JSON.stringify(actual) !== JSON.stringify(expected);

/** Returns the seeds of the texts for which `isWrong` returns true. */
function seedsWhere(isWrong) {
  const seeds = Array.from({ length: TEXTS }, (_, number) => number + 1);
  return seeds.filter((seed) => isWrong(randomText(lehmer(seed * 7919)), lehmer(seed)));
}

test("the offsets of every word are where its spelling begins and ends", () => {
  assert.deepStrictEqual(seedsWhere(({ text, words }) => isDifferent(analyser.spans(text), words)), []);
});

test("the words of a query are marked whole, and nothing else is", () => {
  const wrong = seedsWhere(({ text, words }, next) => {
    const { term } = choose(next, words);
    const hits = words.filter((word) => word.term === term).map(({ start, end }) => text.slice(start, end));
    const pieces = Warraq.marked(text, analyser, new Set([term]));
    const marked = pieces.filter((piece) => piece.hit).map((piece) => piece.text);
    return isDifferent(marked, hits) || pieces.map((piece) => piece.text).join("") !== text;
  });
  assert.deepStrictEqual(wrong, []);
});

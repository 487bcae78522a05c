// SPDX-License-Identifier: AGPL-3.0-or-later
// Asks the index in FOLDER texts made of pieces that readers type, and completes each; prints the texts that fail other
// than by a refusal, as JSON. node any-query.js FOLDER COUNT
"use strict";

const { open } = require("./load.js");

const WORDS = [
  "سد", "المكتبة", "عبدالله", "عبد", "الله", "ألحديقة", "غوانتانامو", "مدرسه", "مدرسة", "كتب", "في", "من", "على", "علي", "ب", "و",
  "كِتَابًا", "مستشفيات", "1,500", "١٤٣٦", "26/10/1436", "2020", "م", "هـ", "Libya", "al-Sisi", "Mohammed", "bbc", "Béjaïa", "x", "C++",
  "#عين_السنديان", "info@example.org", "https://a.example/?q=1", "⚽", "👍🏽", "𝄞", "ﷲ", "ﻻ", "\u200b", "\u200f", "\u0640\u0640", "\u064b", "كلمة\u00ad", "漢字",
  "ก", "\ud800",
];
const SIGNS = [
  "-", "+", "−", "*", "~", "~1", "^", "^9", "^^", ":", "عنوان:", "title:", "author:", "date:", "__proto__:", "constructor:", "constructor", "toString", '"', "«", "»", "“", "”", "(", ")",
  "AND", "OR", "NOT", "و", "أو", "ليس", "|", "\\", "/", "?", ".", "،", "<b>", "'", "\n", "\t", " - ", "…",
];
const MAX_PIECES = 7;

/** Returns a pseudorandom generator of numbers below a bound, the same in every run (Lehmer). */
function lehmer(seed) {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

function randomText(next) {
  const pieces = Array.from({ length: 1 + next(MAX_PIECES) }, () => {
    const list = next(3) ? WORDS : SIGNS;
    const piece = list[next(list.length)];
    // A part of a piece, and pieces without a blank between them, are typed too.
    return (next(4) ? piece : piece.slice(next(3))) + (next(3) ? " " : "");
  });
  return pieces.join("");
}

async function ask(answers, state) {
  await answers.suggest(state.q);
  if (!answers.hasWords(state.q)) return;
  const answer = await answers.answer(state);
  await answers.shown(answer, 0, 2);
}

async function failureOf(answers, state) {
  try {
    await ask(answers, state);
  } catch (error) {
    if (!(error instanceof Warraq.BadQuery)) return `${JSON.stringify(state)}: ${error.stack.slice(0, 300)}`;
  }
  return null;
}

async function main() {
  const [, , folder, count] = process.argv;
  const answers = Warraq.answers(await open(folder));
  const failures = [];
  for (let seed = 1; seed <= Number(count); seed++) {
    const next = lehmer(seed * 7919);
    const state = { q: randomText(next), any: next(2) ? "1" : "", wide: next(2) ? "1" : "", sort: ["", "newest", "__proto__"][next(3)] };
    const failure = await failureOf(answers, state);
    if (failure) failures.push(failure);
  }
  console.log(JSON.stringify(failures));
}

main();

// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each query of FOLDER/queries.json, the first ten results of the index in FOLDER, as JSON.
// A query is the state of a search page: {"q": text, "any": "1" for articles with any of the words}.
// Asks through Warraq.answers as the search page does, so that both rank alike.
"use strict";

const path = require("node:path");
const { readJson, open } = require("../../tests/js/load.js");

const TOP = 10;

async function firstResults(answers, state) {
  if (!answers.hasWords(state.q)) return [];
  const answer = await answers.answer(state);
  return answer.first(TOP).order;
}

async function main() {
  const [, , folder] = process.argv;
  const answers = Warraq.answers(await open(folder));
  const ranked = [];
  for (const state of readJson(path.join(folder, "queries.json"))) ranked.push(await firstResults(answers, state));
  console.log(JSON.stringify(ranked));
}

main();

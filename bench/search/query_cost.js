// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints which files of an index each first query loads, up to its first ten results.
//   node query_cost.js FOLDER     FOLDER contains the index and queries.json
"use strict";

const path = require("node:path");
const { readJson, run } = require("../../tests/js/load.js");

const TOP = 10;

async function measure(folder, text) {
  const files = [];
  const index = await Warraq.openIndex(`${folder}/`, async (file) => {
    files.push(file);
    run(file);
  });
  const start = performance.now();
  const answers = Warraq.answers(index);
  const answer = await answers.answer({ q: text });
  const milliseconds = performance.now() - start;
  await answers.shown(answer, 0, TOP);
  return { files, milliseconds, articles: answer.articles.length };
}

async function main() {
  const [, , folder] = process.argv;
  const costs = [];
  for (const text of readJson(path.join(folder, "queries.json"))) costs.push(await measure(folder, text));
  console.log(JSON.stringify(costs));
}

main();

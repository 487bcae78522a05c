// SPDX-License-Identifier: AGPL-3.0-or-later
// Which files of an index a first query asks for, to its first ten results.
//   node query_cost.js FOLDER     FOLDER holds the index and queries.json
"use strict";

const path = require("node:path");
const { readJson, run } = require("../../tests/js/load.js");

const SHOWN = 10;

async function ask(folder, text) {
  const files = [];
  const index = await Warraq.openIndex(`${folder}/`, async (file) => {
    files.push(file);
    run(file);
  });
  const start = performance.now();
  const answers = Warraq.answers(index);
  const answer = await answers.answer({ q: text });
  const ms = performance.now() - start;
  await answers.shown(answer, 0, SHOWN);
  return { files, ms, found: answer.articles.length };
}

async function main() {
  const [, , folder] = process.argv;
  const rows = [];
  for (const text of readJson(path.join(folder, "queries.json"))) rows.push(await ask(folder, text));
  console.log(JSON.stringify(rows));
}

main();

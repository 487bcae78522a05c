// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each query of FOLDER/queries.json, the first ten articles found in the index in FOLDER, as JSON.
"use strict";

const path = require("node:path");
const { readJson, open } = require("../tests/js/load.js");

async function main() {
  const folder = process.argv[2];
  const engine = Warraq.engine(await open(folder));
  const ranked = [];
  for (const text of readJson(path.join(folder, "queries.json"))) {
    ranked.push(engine.hasWords(text) ? (await engine.search(text)).articles.slice(0, 10) : []);
  }
  console.log(JSON.stringify(ranked));
}

main();

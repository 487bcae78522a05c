// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each text of the file queries.json in FOLDER, the first ten articles of its answer and what the page says of it.
"use strict";

const path = require("node:path");
const { open, readJson } = require("./load.js");

const SHOWN = 10;

async function main() {
  const [, , folder] = process.argv;
  const answers = Warraq.answers(await open(folder));
  const printed = [];
  for (const text of readJson(path.join(folder, "queries.json"))) {
    const { first, all, few = false, corrected = null } = await answers.answer({ q: text });
    printed.push({ articles: await first(SHOWN).order, all, few, corrected });
  }
  console.log(JSON.stringify(printed));
}

main();

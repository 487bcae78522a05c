// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each [Latin name, Arabic term] of FOLDER/names.json whose term the index may offer, what is offered.
"use strict";

const path = require("node:path");
const { readJson, rules, open } = require("../../tests/js/load.js");

async function main() {
  const folder = process.argv[2];
  const index = await open(folder);
  const analyser = Warraq.analyser(rules);
  const { correct } = Warraq.suggester(index, analyser);
  const answers = [];
  for (const [name, term] of readJson(path.join(folder, "names.json"))) {
    const rows = (await index.suggestions(term, term, Infinity)) || [];
    if (!rows.some(([held]) => held === term)) continue;
    const offered = await correct(name, [name]);
    answers.push([name, term, offered, offered ? analyser.terms(offered)[0] : null]);
  }
  console.log(JSON.stringify(answers));
}

main();

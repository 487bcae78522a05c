// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each [Latin name, Arabic term] of FOLDER/names.json whose term the index can suggest, the correction.
"use strict";

const path = require("node:path");
const { readJson, rules, open } = require("../../tests/js/load.js");

async function main() {
  const [, , folder] = process.argv;
  const index = await open(folder);
  const analyser = Warraq.analyser(rules);
  const { correct } = Warraq.suggester(index, analyser);
  const corrections = [];
  for (const [name, term] of readJson(path.join(folder, "names.json"))) {
    const suggestions = (await index.suggestions(term, term, Infinity)) || [];
    if (!suggestions.some(([suggested]) => suggested === term)) continue;
    const correction = await correct(name, [[name, 0]]);
    const correctedTerm = correction ? analyser.terms(correction)[0] : null;
    corrections.push([name, term, correction, correctedTerm]);
  }
  console.log(JSON.stringify(corrections));
}

main();

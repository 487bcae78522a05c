// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, as JSON, the top ten of FOLDER/passages.json for each query of FOLDER/queries.json by lunr.js with lunr.ar.
// lunr-languages is no dependency of this project: node finds it through NODE_PATH.
"use strict";

const path = require("node:path");
const { readJson, ROOT } = require("../../tests/js/load.js");

const lunr = require(path.join(ROOT, "node_modules", "lunr"));
require("lunr-languages/lunr.stemmer.support")(lunr);
require("lunr-languages/lunr.ar")(lunr);

const TOP = 10;
const [, , folder] = process.argv;
const index = lunr(function () {
  this.use(lunr.ar);
  this.ref("id");
  this.field("text");
  for (const passage of readJson(path.join(folder, "passages.json"))) this.add(passage);
});
const rank = (text) => index.search(text).slice(0, TOP).map((hit) => hit.ref);
console.log(JSON.stringify(readJson(path.join(folder, "queries.json")).map(rank)));

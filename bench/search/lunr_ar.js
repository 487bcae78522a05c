// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each query of FOLDER/queries.json, the first ten of FOLDER/passages.json by lunr.js with lunr.ar, as JSON.
// lunr-languages is no package of this project: it is found where NODE_PATH leads.
"use strict";

const path = require("node:path");
const { readJson, ROOT } = require("../../tests/js/load.js");

const lunr = require(path.join(ROOT, "node_modules", "lunr"));
require("lunr-languages/lunr.stemmer.support")(lunr);
require("lunr-languages/lunr.ar")(lunr);

const folder = process.argv[2];
const index = lunr(function () {
  this.use(lunr.ar);
  this.ref("id");
  this.field("text");
  for (const passage of readJson(path.join(folder, "passages.json"))) this.add(passage);
});
const first = (text) => index.search(text).slice(0, 10).map((hit) => hit.ref);
console.log(JSON.stringify(readJson(path.join(folder, "queries.json")).map(first)));

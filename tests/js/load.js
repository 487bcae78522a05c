// SPDX-License-Identifier: AGPL-3.0-or-later
// The theme's scripts in node, as a page would load them.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "..", "..");
const SCRIPTS = path.join(ROOT, "theme", "static", "js");

function run(file) {
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}

globalThis.lunr = require(path.join(ROOT, "node_modules", "lunr"));
for (const name of ["arabic", "days", "hijri", "bits", "postings", "shards", "language", "score", "best", "query", "passages", "answer", "facets", "exports", "latin", "suggest"]) run(path.join(SCRIPTS, `${name}.js`));
Warraq.more = async () => {}; // of a page: here all has come

const readJson = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const rules = readJson(path.join(ROOT, "arabic", "rules.json"));

/** The index in a folder, opened as a page opens it. */
const open = (folder) => Warraq.openIndex(`${folder}/`, async (file) => run(file));

module.exports = { ROOT, run, readJson, rules, open };

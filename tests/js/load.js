// SPDX-License-Identifier: AGPL-3.0-or-later
// Loads the theme's scripts in node, as a page would.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const ROOT = path.join(__dirname, "..", "..");
// A test has them minified, in another folder.
const SCRIPTS = process.env.WARRAQ_SCRIPTS || path.join(ROOT, "theme", "static", "js");
// In the order in which they depend on one another.
const NAMES = [
  "plurals",
  "arabic",
  "bidi",
  "days",
  "hijri",
  "bits",
  "positions",
  "postings",
  "loader",
  "lengths",
  "shards",
  "query-tokens",
  "language",
  "score",
  "second-stage",
  "top-k",
  "query",
  "passages",
  "answer",
  "facets",
  "exports",
  "latin",
  "suggest",
];

function run(file) {
  vm.runInThisContext(fs.readFileSync(file, "utf8"), { filename: file });
}

globalThis.lunr = require(path.join(ROOT, "node_modules", "lunr"));
for (const name of NAMES) run(path.join(SCRIPTS, `${name}.js`));
// Pages load the second bundle on demand; here all scripts are loaded.
Warraq.loadMore = async () => {};

const readJson = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const rules = readJson(path.join(ROOT, "arabic", "rules.json"));

/** Opens the index in a folder as a page does. */
const open = (folder) => Warraq.openIndex(`${folder}/`, async (file) => run(file));

module.exports = { ROOT, run, readJson, rules, open };

// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints "same" if the bundles define what the single scripts define, and parse a query as the whole of lunr.js does.
//   node compare-bundles.js SCRIPT…     in the order in which a page runs them
"use strict";

const fs = require("node:fs");
const vm = require("node:vm");
const { rules } = require("./load.js");

const page = {
  HTMLElement: class {},
  customElements: { define() {} },
  document: { currentScript: { src: "", dataset: {} }, addEventListener() {}, querySelectorAll: () => [] },
  location: { search: "" },
  URLSearchParams,
  setTimeout,
};
vm.createContext(page);
for (const file of process.argv.slice(2)) vm.runInContext(fs.readFileSync(file, "utf8"), page);

/** Returns what a query is parsed to, and the words that a fuzzy term and a wildcard match. */
function results({ Warraq, lunr }) {
  const { parse } = Warraq.queryLanguage(["title", "body"], Warraq.analyser(rules));
  const words = lunr.TokenSet.fromArray(["سد", "سدد", "نهر"]);
  const matching = (clause) => words.intersect(lunr.TokenSet.fromClause(clause)).toArray();
  const matches = [{ term: "سد", editDistance: 1 }, { term: "*ه*" }].map(matching);
  return JSON.stringify([parse('+سد~1 -نهر* title:كتب^2 "عين السنديان"'), matches]);
}

const missing = Object.keys(Warraq).filter((name) => !(name in page.Warraq));
const isSame = !missing.length && results(page) === results(globalThis);
console.log(isSame ? "same" : `different: ${missing}`);

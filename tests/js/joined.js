// SPDX-License-Identifier: AGPL-3.0-or-later
// Says whether the joined scripts define what the scripts define one by one, and read a query as all of lunr.js does.
//   node joined.js SCRIPT…     in the order in which a page runs them
"use strict";

const fs = require("node:fs");
const vm = require("node:vm");
const { rules } = require("./load.js");

const page = {
  HTMLElement: class {},
  customElements: { define() {} },
  document: { currentScript: { src: "", dataset: {} } },
  location: { search: "" },
  URLSearchParams,
};
vm.createContext(page);
for (const file of process.argv.slice(2)) vm.runInContext(fs.readFileSync(file, "utf8"), page);

/** What a query is read as, and the words that two patterns find. */
function read({ Warraq, lunr }) {
  const { parse } = Warraq.queryLanguage(["title", "body"], Warraq.analyser(rules));
  const words = lunr.TokenSet.fromArray(["سد", "سدد", "نهر"]);
  const found = [{ term: "سد", editDistance: 1 }, { term: "*ه*" }].map((clause) =>
    words.intersect(lunr.TokenSet.fromClause(clause)).toArray(),
  );
  return JSON.stringify([parse('+سد~1 -نهر* title:كتب^2 "عين السنديان"'), found]);
}

const missing = Object.keys(Warraq).filter((name) => !(name in page.Warraq));
console.log(missing.length || read(page) !== read(globalThis) ? `different: ${missing}` : "same");

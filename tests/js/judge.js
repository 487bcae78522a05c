// SPDX-License-Identifier: AGPL-3.0-or-later
// Compares the sharded index with one full lunr.js index of the same articles, query by query.
//   node judge.js FOLDER     FOLDER holds the index, articles.json [[title, body], …] oldest first, queries.json
// Prints JSON: each query whose refs, order or scores differ from the full index's, and what each gave.
"use strict";

const path = require("node:path");
const { readJson, rules, open } = require("./load.js");

const folder = process.argv[2];
const analyser = Warraq.analyser(rules);

function fullIndex(articles, boosts) {
  const builder = new lunr.Builder();
  builder.ref("number");
  builder.field("title", { boost: boosts[0] });
  builder.field("body", { boost: boosts[1] });
  builder.tokenizer = (text) => analyser.terms(text).map((term) => new lunr.Token(term, {}));
  articles
    .toReversed()
    .forEach(([title, body], number) => builder.add({ number: String(number), title, body }));
  return builder.build();
}

/** Number the terms in sorted order, as shards do: sums of floats depend on the order. */
function renumbered(full) {
  const rank = [];
  Object.keys(full.invertedIndex)
    .sort()
    .forEach((term, place) => {
      rank[full.invertedIndex[term]._index] = place;
      full.invertedIndex[term]._index = place;
    });
  for (const ref in full.fieldVectors) {
    const flat = full.fieldVectors[ref].elements;
    const pairs = [];
    for (let i = 0; i < flat.length; i += 2) pairs.push([rank[flat[i]], flat[i + 1]]);
    full.fieldVectors[ref] = new lunr.Vector(pairs.sort((a, b) => a[0] - b[0]).flat());
  }
  return full;
}

const shown = (hits) => hits.map(({ article, score }) => `${article} ${score}`);

async function main() {
  const index = await open(folder);
  const engine = Warraq.engine(index);
  const full = renumbered(fullIndex(readJson(path.join(folder, "articles.json")), index.boosts));
  full.pipeline = engine.pipeline;
  const different = [];
  let answered = 0;
  for (const text of readJson(path.join(folder, "queries.json"))) {
    const expected = full
      .query((query) => engine.parse(text, query))
      .map(({ ref, score }) => ({ article: index.count - 1 - Number(ref), score }));
    const found = await engine.search(text);
    answered += found.length > 0;
    if (shown(found).join() !== shown(expected).join()) {
      different.push({ text, found: shown(found).slice(0, 5), expected: shown(expected).slice(0, 5) });
    }
  }
  console.log(JSON.stringify({ different, answered }));
}

main();

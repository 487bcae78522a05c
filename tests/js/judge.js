// SPDX-License-Identifier: AGPL-3.0-or-later
// Compares the sharded index with one full lunr.js index of the same articles, query by query; phrases with the texts.
//   node judge.js FOLDER     FOLDER holds the index, articles.json [[title, body], …] oldest first, queries.json
// Prints JSON: each query whose refs, order or scores differ from the full index's, and what each gave; how many found something, and how many were refused as far too wide.
"use strict";

const path = require("node:path");
const { readJson, rules, open } = require("./load.js");

const folder = process.argv[2];
const analyser = Warraq.analyser(rules);
const SHOWN = 10;

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

/** Ask the full index what the engine reads in a text; its clauses already hold terms. */
function askFull(full, { clauses }) {
  const terms = clauses.map((clause) => clause.terms);
  full.pipeline = { runString: (place) => terms[place] };
  return full.query((query) => {
    clauses.forEach(({ fields, presence, boost, editDistance }, place) => {
      const fuzzy = editDistance ? { editDistance } : {};
      query.clause({ term: String(place), fields, presence, boost, ...fuzzy });
    });
  });
}

const joined = (words) => `\u0001${words.join("\u0001")}\u0001`;

/** Whether an article's text holds the phrases it must and none that it must not. */
function holdsPhrases(texts, phrases) {
  return phrases.every(({ terms, fields, prohibited }) => {
    const held = fields.some((field) => texts[field].includes(joined(terms)));
    return held !== prohibited;
  });
}

const shown = (articles, scores) => articles.map((article, place) => `${article} ${scores[place]}`);

function refusal(error) {
  if (error.reason !== "far-too-wide") throw error;
}

async function main() {
  const index = await open(folder);
  const engine = Warraq.engine(index);
  const rows = readJson(path.join(folder, "articles.json"));
  const full = renumbered(fullIndex(rows, index.boosts));
  const texts = rows.map(([title, body]) => ({ title: joined(analyser.terms(title)), body: joined(analyser.terms(body)) }));
  const different = [];
  let answered = 0;
  let refused = 0;
  for (const text of readJson(path.join(folder, "queries.json"))) {
    const asked = engine.parse(text);
    const expected = askFull(full, asked)
      .map(({ ref, score }) => ({ article: index.count - 1 - Number(ref), score }))
      .filter(({ article }) => holdsPhrases(texts[article], asked.phrases));
    const found = await engine.search(text, true).catch(refusal);
    refused += !found;
    if (!found) continue;
    answered += found.articles.length > 0;
    const score = found.scores(await index.lengths(found.articles), found.articles);
    const ranked = await found.best(found.articles, Infinity).order;
    const first = await found.best(found.articles, SHOWN).order; // most often without the table of lengths
    const order = first.concat(ranked.slice(SHOWN));
    const ours = shown(order, order.map(score));
    const theirs = shown(expected.map((hit) => hit.article), expected.map((hit) => hit.score));
    if (ours.join() !== theirs.join()) different.push({ text, found: ours.slice(0, 5), expected: theirs.slice(0, 5) });
  }
  console.log(JSON.stringify({ different, answered, refused }));
}

main();

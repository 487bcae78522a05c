// SPDX-License-Identifier: AGPL-3.0-or-later
// Compares the sharded index with one full lunr.js index of the same articles, query by query; phrases with the texts.
//   node judge.js FOLDER     FOLDER contains the index, articles.json ([[title, body, author, …], …] oldest first), queries.json
// Prints JSON: `different`, each query whose articles, order or scores differ from the full index's, with what each gives;
// `answered`, how many queries find something; `refused`, how many are refused as far too wide.
"use strict";

const path = require("node:path");
const { readJson, rules, open } = require("./load.js");

const SHOWN = 10;
const PRINTED = 5;
// After so many queries, progress is reported: 30,000 articles take an hour.
const REPORTED = 100;
const WORD_BOUNDARY = "\u0001";
const analyser = Warraq.analyser(rules);

/** Returns the full index of all fields and of the forms of some; the newest article is number 0 there. */
function buildFullIndex(articles, { storedFields, fields, formFields, boosts }) {
  const builder = new lunr.Builder();
  builder.ref("number");
  fields.forEach((name, field) => builder.field(name, { boost: boosts[field] }));
  builder.tokenizer = (tokens) => tokens.map((token) => new lunr.Token(token, {}));
  articles.toReversed().forEach((texts, number) => {
    const words = Object.fromEntries(storedFields.map((name, field) => [name, analyser.analysed(texts[field])]));
    const article = { number: String(number) };
    for (const name of storedFields) article[name] = words[name].map(({ term }) => term);
    for (const [name, source] of Object.entries(formFields)) {
      article[name] = words[source].map(({ form, term }) => Warraq.formTerm(form, term));
    }
    builder.add(article);
  });
  return builder.build();
}

/** Returns the elements [number, weight, …] of a vector with new numbers, sorted by them. */
function renumberElements(elements, rank) {
  const pairs = [];
  for (let i = 0; i < elements.length; i += 2) pairs.push([rank[elements[i]], elements[i + 1]]);
  return pairs.sort((a, b) => a[0] - b[0]).flat();
}

/** Numbers the terms of the full index in sorted order, as shards do: sums of floats depend on the order. */
function renumberTerms(full) {
  const rank = [];
  Object.keys(full.invertedIndex)
    .sort()
    .forEach((term, number) => {
      rank[full.invertedIndex[term]._index] = number;
      full.invertedIndex[term]._index = number;
    });
  for (const ref in full.fieldVectors) {
    full.fieldVectors[ref] = new lunr.Vector(renumberElements(full.fieldVectors[ref].elements, rank));
  }
}

/** Returns the hits of the full index for the clauses of a query, which already contain terms. */
function queryFullIndex(full, clauses) {
  const terms = clauses.map((clause) => clause.terms);
  full.pipeline = { runString: (number) => terms[number] };
  return full.query((query) => {
    clauses.forEach(({ fields, presence, boost, editDistance }, number) => {
      const fuzzy = editDistance ? { editDistance } : {};
      query.clause({ term: String(number), fields, presence, boost, ...fuzzy });
    });
  });
}

const joinTerms = (terms) => `${WORD_BOUNDARY}${terms.join(WORD_BOUNDARY)}${WORD_BOUNDARY}`;

/** Returns a function that returns the terms of an article's field, joined; they are kept once they were needed. */
function joinedFields(rows, storedFields) {
  const joined = new Map();
  return (article, name) => {
    const key = `${article} ${name}`;
    const text = rows[article][storedFields.indexOf(name)];
    if (!joined.has(key)) joined.set(key, joinTerms(analyser.terms(text)));
    return joined.get(key);
  };
}

/** Returns whether an article contains the required phrases and no prohibited one. */
function matchesPhrases(termsOf, article, phrases) {
  return phrases.every(({ terms, fields, prohibited }) => {
    const contains = fields.some((field) => termsOf(article, field).includes(joinTerms(terms)));
    return contains !== prohibited;
  });
}

/** Returns the hits {article, score} of the full index for a query. */
function expectedHits(full, count, termsOf, { clauses, phrases }) {
  const hits = queryFullIndex(full, clauses).map(({ ref, score }) => ({ article: count - 1 - Number(ref), score }));
  return hits.filter(({ article }) => matchesPhrases(termsOf, article, phrases));
}

/** Returns the hits {article, score} of the sharded index. The first ones mostly need no file of exact lengths. */
async function actualHits(index, { articles, scores, best }) {
  const scoreOf = scores(await index.exactLengths(articles), articles);
  const first = await best(articles, SHOWN).order;
  const all = await best(articles, Infinity).order;
  const order = [...first, ...all.slice(SHOWN)];
  return order.map((article) => ({ article, score: scoreOf(article) }));
}

const toText = ({ article, score }) => `${article} ${score}`;

/** Returns undefined for a query that is refused as far too wide; any other error is thrown. */
function refusal(error) {
  if (error.reason !== "far-too-wide") throw error;
}

async function main() {
  const [, , folder] = process.argv;
  const index = await open(folder);
  const engine = Warraq.engine(index);
  const rows = readJson(path.join(folder, "articles.json"));
  const full = buildFullIndex(rows, index);
  renumberTerms(full);
  const termsOf = joinedFields(rows, index.storedFields);
  const verdict = { different: [], answered: 0, refused: 0 };
  const queries = readJson(path.join(folder, "queries.json"));
  for (const [asked, text] of queries.entries()) {
    if (asked && asked % REPORTED === 0) console.error(`${asked} of ${queries.length} queries`);
    const result = await engine.search(text, true).catch(refusal);
    if (!result) {
      verdict.refused++;
      continue;
    }
    const expected = expectedHits(full, index.count, termsOf, result).map(toText);
    if (result.articles.length) verdict.answered++;
    const found = (await actualHits(index, result)).map(toText);
    if (found.join() !== expected.join()) {
      verdict.different.push({ text, found: found.slice(0, PRINTED), expected: expected.slice(0, PRINTED) });
    }
  }
  console.log(JSON.stringify(verdict));
}

main();

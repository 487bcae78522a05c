// SPDX-License-Identifier: AGPL-3.0-or-later
// What the client does with files that are missing, damaged or of another build, and with queries it does not answer.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { rules } = require("./load.js");

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

function adler32(text) {
  let [low, high] = [1, 0];
  for (const byte of Buffer.from(text)) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

/** An index of one article, titled سد, whose files are made here; `spoil` has the last word on each. */
function files(spoil = {}) {
  // 15 bits in order 5: 101111. One article in the title: 010, order 00000, gap 1, frequency 1, length 1 in order 3:
  // 1001; none in the body: 1.
  const postings = base64([0b10111101, 0b00000011, 0b10011000]);
  const root = {
    format: 5,
    analyser: "light10c",
    rules,
    count: 1,
    fields: ["title", "body"],
    boosts: [3, 1],
    totals: [1, 0],
    terms: { depth: 0, begins: "س", names: base64([0xab, 1, 2, 3, 4]) },
    lengths: { body: base64([0xcd, 1, 2, 3, 4]) },
    magnitudes: { body: base64([0xcd, 1, 2, 3, 4]) },
    perFile: 1,
    perFolder: 128,
    folders: base64([5, 6, 7, 8, 9]),
    passages: true,
    facets: {},
    vocabulary: "0102030405",
  };
  return {
    root: JSON.stringify({ ...root, ...spoil.root }),
    "t/ab/01020304": `0102030405\n${postings}\n0سد\n`,
    "l/cd/01020304": base64([0, 0b10000000]),
    "m/cd/01020304": "]",
    "r/0506070809/0": JSON.stringify([["سد", "a/1.html", "", "", "الوادي", "نص المقالة", 0]]),
    "p/01/02030405": base64([0]),
    "v/01/02030405": "0سد\n",
  };
}

function host(held, asked = []) {
  return async (address) => {
    const name = address.replace("search/", "").replace(/\.js(\?.*)?$/, "");
    asked.push(name);
    if (!(name in held)) throw new Error("404");
    if (held[name] !== null) Warraq.receive(name, adler32(held[name]), held[name]);
  };
}

const engine = async (load) => Warraq.engine(await Warraq.openIndex("search/", load));

test("a word is found with the article that holds it", async () => {
  const asked = await engine(host(files()));
  assert.deepStrictEqual((await asked.search("السدّ")).articles, [0]);
  assert.strictEqual((await asked.index.record(0)).title, "سد");
});

test("the root that the page has brought is not asked for", async () => {
  const held = files();
  Warraq.receive("root", adler32(held.root), held.root);
  const names = [];
  await engine(host(held, names));
  assert.deepStrictEqual(names, []);
});

test("a short table of magnitudes is asked for before a shard says that it is needed", async () => {
  const names = [];
  const held = files({ root: { magnitudes: { body: base64([0xef, 1, 2, 3, 4]) } } });
  const asked = await engine(host({ ...held, "m/ef/01020304": held["m/cd/01020304"] }, names));
  await asked.search("سد");
  assert.deepStrictEqual(names, ["root", "m/ef/01020304", "t/ab/01020304"]);
});

test("a file is asked for once", async () => {
  const names = [];
  const asked = await engine(host(files(), names));
  await Promise.all([asked.search("سد"), asked.search("سد")]);
  assert.deepStrictEqual(names.filter((name) => !name.startsWith("m/")), ["root", "t/ab/01020304"]);
});

test("a shard that is gone breaks the answer", async () => {
  const held = files();
  delete held["t/ab/01020304"];
  await assert.rejects((await engine(host(held))).search("سد"), Warraq.BrokenIndex);
});

test("a file that runs without handing anything over breaks the answer", async () => {
  await assert.rejects((await engine(host({ ...files(), "t/ab/01020304": null }))).search("سد"), Warraq.BrokenIndex);
});

test("a damaged shard breaks the answer", async () => {
  const load = host(files());
  const damage = async (address) => {
    await load(address);
    if (address.includes("/t/")) Warraq.receive("t/ab/01020304", 12345, base64([0]));
  };
  await assert.rejects((await engine(damage)).search("سد"), Warraq.BrokenIndex);
});

test("a shard that failed is asked for again by the next query", async () => {
  const held = files();
  const shard = held["t/ab/01020304"];
  delete held["t/ab/01020304"];
  const asked = await engine(host(held));
  await assert.rejects(asked.search("سد"), Warraq.BrokenIndex);
  held["t/ab/01020304"] = shard;
  assert.strictEqual((await asked.search("سد")).articles.length, 1);
});

test("a root of another format is refused", async () => {
  await assert.rejects(engine(host(files({ root: { format: 0 } }))), Warraq.BrokenIndex);
});

for (const text of ["سد~3", "+", "سد^س"]) {
  test(`the query ${text} is not answered`, async () => {
    await assert.rejects((await engine(host(files()))).search(text), Warraq.BadQuery);
  });
}

/** Files of an index whose terms in س are in so many shards. */
function spread(shards) {
  const begins = Array.from({ length: shards }, (_, place) => `س${String.fromCharCode(0x400 + place)}`);
  const names = base64(begins.flatMap(() => [0xab, 1, 2, 3, 4]));
  return files({ root: { terms: { depth: 0, begins: begins.join(" "), names } } });
}

test("a beginning of very many words is refused until it is meant", async () => {
  const asked = await engine(host(spread(65)));
  await assert.rejects(asked.search("س*"), { reason: "too-wide" });
  assert.deepStrictEqual((await asked.search("س*", true)).articles, [0]);
});

test("what would need most of a great index is refused even if it is meant", async () => {
  await assert.rejects((await engine(host(spread(1025)))).search("س*", true), { reason: "far-too-wide" });
});

test("a colon in a time of day is no field", async () => {
  assert.strictEqual((await (await engine(host(files()))).search("10:30 سد")).articles.length, 1);
});

test("a beginning in quotation marks is a beginning", async () => {
  assert.strictEqual((await (await engine(host(files()))).search("«السد*")).articles.length, 1);
});

const language = Warraq.queryLanguage(["title", "body"], Warraq.analyser(rules));
const terms = (text) => language.parse(text).clauses.flatMap((clause) => clause.terms);

test("a stop word is left out beside another word", () => {
  assert.deepStrictEqual(terms("السد في الوادي"), ["سد", "واد"]);
});

test("a stop word alone is looked for", () => assert.deepStrictEqual(terms("في"), ["في"]));

for (const marked of ["+في", "-في", "في^2", "title:في", "في*"]) {
  test(`a stop word stays where the reader marks it: ${marked}`, () => {
    assert.ok(terms(`السد ${marked}`).length >= 2);
  });
}

for (const text of ['"عين السنديان"', "«عين السنديان»", "“عين السنديان”"]) {
  test(`quotation marks make a phrase: ${text}`, () => {
    assert.deepStrictEqual(language.parse(text).phrases[0].terms, ["عين", "سند"]);
  });
}

test("a single word in quotation marks is no phrase", () => {
  assert.deepStrictEqual(language.parse("«السد»"), language.parse("السد"));
});

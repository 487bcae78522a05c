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
  const term = [4, ...Buffer.from("سد"), 1, 1, 0];
  const root = {
    format: 1,
    analyser: "light10b",
    rules,
    count: 1,
    fields: ["title", "body"],
    boosts: [3, 1],
    lengths: base64([1, 0]),
    first: "سد",
    shards: base64([0xab, 1, 2, 3, 4]),
    perFile: 8,
    records: base64([5, 6, 7]),
  };
  return {
    root: JSON.stringify({ ...root, ...spoil.root }),
    "t/ab/01020304": base64(term),
    "r/0/0-050607": JSON.stringify([["سد", "a/1.html", "", "", "الوادي", ""]]),
  };
}

function host(held, asked = []) {
  return async (address) => {
    const name = address.replace("search/", "").replace(".js", "");
    asked.push(name);
    if (!(name in held)) throw new Error("404");
    if (held[name] !== null) Warraq.receive(name, adler32(held[name]), held[name]);
  };
}

const engine = async (load) => Warraq.engine(await Warraq.openIndex("search/", load));

test("a word is found with the article that holds it", async () => {
  const asked = await engine(host(files()));
  assert.deepStrictEqual((await asked.search("السدّ")).map((hit) => hit.article), [0]);
  assert.strictEqual((await asked.index.record(0)).title, "سد");
});

test("a file is asked for once", async () => {
  const names = [];
  const asked = await engine(host(files(), names));
  await Promise.all([asked.search("سد"), asked.search("سد")]);
  assert.deepStrictEqual(names, ["root", "t/ab/01020304"]);
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
  assert.strictEqual((await asked.search("سد")).length, 1);
});

test("a root of another format is refused", async () => {
  await assert.rejects(engine(host(files({ root: { format: 0 } }))), Warraq.BrokenIndex);
});

for (const text of ["سد~1", "م*ن", "س*", "+", "سد^س"]) {
  test(`the query ${text} is not answered`, async () => {
    await assert.rejects((await engine(host(files()))).search(text), Warraq.BadQuery);
  });
}

test("a colon in a time of day is no field", async () => {
  assert.strictEqual((await (await engine(host(files()))).search("10:30 سد")).length, 1);
});

test("a beginning in quotation marks is a beginning", async () => {
  assert.strictEqual((await (await engine(host(files()))).search("«الس*")).length, 0);
});

function terms(text) {
  const { parse } = Warraq.queryLanguage(["title", "body"], Warraq.analyser(rules));
  return parse(text, new lunr.Query(["title", "body"])).clauses.map((clause) => clause.term);
}

test("a stop word is left out beside another word", () => {
  assert.deepStrictEqual(terms("السد في الوادي"), ["السد", "الوادي"]);
});

test("a stop word alone is looked for", () => assert.deepStrictEqual(terms("في"), ["في"]));

for (const marked of ["+في", "-في", "في^2", "title:في", "في*"]) {
  test(`a stop word stays where the reader marks it: ${marked}`, () => {
    assert.strictEqual(terms(`السد ${marked}`).length, 2);
  });
}

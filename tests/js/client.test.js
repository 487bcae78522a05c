// SPDX-License-Identifier: AGPL-3.0-or-later
// Missing and damaged files, files of another build, and queries that are refused.
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

const CONSTANTS = {
  hashBytes: 5,
  keyBytes: 2,
  lengthsPerFile: 32768,
  orderBits: 5,
  lengthOrder: 3,
  sizeOrder: 5,
  bucketsByCode: Array.from({ length: 16 }, (_, bucket) => bucket),
  bucketFactor: 8,
  firstPrefixCharacter: 0x30,
  longList: 1000,
  openingPositions: 2,
};

// The term سد, in the title of article 0. 15 bits follow in order 5: 101111. One article in the title: 010, order 00000,
// gap 1, frequency 1, length 1 in order 3: 1001; none in the body: 1.
const POSTINGS = base64([0b10111101, 0b00000011, 0b10011000]);

// Its positions: 6 bits follow: 100110; order 00000, position 0: 1.
const POSITIONS = base64([0b10011000, 0b00010000]);

/** Returns the name of the file whose first term is `begin`. */
const shardOf = (begin) => Warraq.hashedName("t", `${Warraq.keyOf(begin, CONSTANTS.keyBytes)}010203`);
const SHARD = shardOf("س");

/** Returns the files of an index of one article, titled سد; `changes.root` replaces keys of the root. */
function indexFiles(changes = {}) {
  const root = {
    format: 10,
    constants: CONSTANTS,
    analyser: "light10c",
    rules: Warraq.swapLetters(JSON.stringify(rules)),
    count: 1,
    fields: ["title", "body"],
    boosts: [3, 1],
    totals: [1, 0],
    longest: [1, 0],
    terms: { depth: 0, begins: Warraq.swapLetters("0س\n"), names: base64([1, 2, 3]) },
    lengths: { body: base64([0xcd, 1, 2, 3, 4]) },
    perFile: 1,
    perFolder: 128,
    folders: base64([5, 6, 7, 8, 9]),
    passages: true,
    facets: {},
    vocabulary: "0102030405",
  };
  return {
    root: JSON.stringify({ ...root, ...changes.root }),
    [SHARD]: `\n${POSITIONS}\n${POSTINGS}\n${Warraq.swapLetters("0سد\n")}`,
    "l/cd/01020304": base64([0, 0b10000000]),
    "r/0506070809/0": Warraq.swapLetters(JSON.stringify([["سد", "a/1.html", "", "", "الوادي", "نص المقالة", 0]])),
    "v/01/02030405": Warraq.swapLetters("0سد\n"),
  };
}

/** Returns a loader of these files, null for one that runs without passing anything on; it adds names to `requested`. */
function loaderOf(files, requested = []) {
  return async (url) => {
    const name = url.replace("search/", "").replace(/\.js(\?.*)?$/, "");
    requested.push(name);
    if (!(name in files)) throw new Error("404");
    if (files[name] !== null) Warraq.receive(name, adler32(files[name]), files[name]);
  };
}

const openEngine = async (load) => Warraq.engine(await Warraq.openIndex("search/", load));
const engineOf = (files, requested) => openEngine(loaderOf(files, requested));

test("a word is found with the article that contains it", async () => {
  const engine = await engineOf(indexFiles());
  assert.deepStrictEqual((await engine.search("السدّ")).articles, [0]);
  assert.strictEqual((await engine.index.record(0)).title, "سد");
});

test("a root that the page has loaded is not requested", async () => {
  const files = indexFiles();
  Warraq.receive("root", adler32(files.root), files.root);
  const requested = [];
  await engineOf(files, requested);
  assert.deepStrictEqual(requested, []);
});

test("the words of a phrase follow one another", async () => {
  const engine = await engineOf(indexFiles());
  assert.deepStrictEqual((await engine.search("«سد سد»")).articles, []);
});

test("a file is requested once", async () => {
  const requested = [];
  const engine = await engineOf(indexFiles(), requested);
  await Promise.all([engine.search("سد"), engine.search("سد")]);
  assert.deepStrictEqual(requested, ["root", SHARD]);
});

test("a missing shard fails the query", async () => {
  const files = indexFiles();
  delete files[SHARD];
  await assert.rejects((await engineOf(files)).search("سد"), Warraq.BrokenIndex);
});

test("a file that runs without passing anything on fails the query", async () => {
  const engine = await engineOf({ ...indexFiles(), [SHARD]: null });
  await assert.rejects(engine.search("سد"), Warraq.BrokenIndex);
});

test("a damaged shard fails the query", async () => {
  const load = loaderOf(indexFiles());
  async function loadDamaged(url) {
    await load(url);
    if (url.includes("/t/")) Warraq.receive(SHARD, 12345, base64([0]));
  }
  await assert.rejects((await openEngine(loadDamaged)).search("سد"), Warraq.BrokenIndex);
});

test("a shard that failed is requested again by the next query", async () => {
  const files = indexFiles();
  const shard = files[SHARD];
  delete files[SHARD];
  const engine = await engineOf(files);
  await assert.rejects(engine.search("سد"), Warraq.BrokenIndex);
  files[SHARD] = shard;
  assert.strictEqual((await engine.search("سد")).articles.length, 1);
});

test("a root of another format is refused", async () => {
  await assert.rejects(engineOf(indexFiles({ root: { format: 0 } })), Warraq.BrokenIndex);
});


/** Returns the files of an index whose terms with س are in so many shards. */
function filesWithShards(shards) {
  const begins = Array.from({ length: shards }, (_, i) => `س${String.fromCharCode(0x400 + i)}`);
  const names = base64(begins.flatMap(() => [1, 2, 3]));
  const terms = { depth: 0, begins: Warraq.swapLetters(begins.map((begin) => `0${begin}\n`).join("")), names };
  const files = indexFiles({ root: { terms } });
  return { ...files, ...Object.fromEntries(begins.map((begin) => [shardOf(begin), files[SHARD]])) };
}

test("a prefix of very many words is refused until it is confirmed", async () => {
  const engine = await engineOf(filesWithShards(65));
  await assert.rejects(engine.search("س*"), { reason: "too-wide" });
  assert.deepStrictEqual((await engine.search("س*", true)).articles, [0]);
});

test("a query that needs most of a large index is refused even if it is confirmed", async () => {
  const engine = await engineOf(filesWithShards(1025));
  await assert.rejects(engine.search("س*", true), { reason: "far-too-wide" });
});

test("a colon in a time of day names no field", async () => {
  const engine = await engineOf(indexFiles());
  assert.strictEqual((await engine.search("10:30 سد")).articles.length, 1);
});

test("a prefix in quotation marks is a prefix", async () => {
  const engine = await engineOf(indexFiles());
  assert.strictEqual((await engine.search("«السد*")).articles.length, 1);
});

const language = Warraq.queryLanguage(["title", "body"], Warraq.analyser(rules));
const withoutKin = (clauses) => clauses.filter((clause) => !clause.isExtra);
const terms = (text) => withoutKin(language.parse(text).clauses).flatMap((clause) => clause.terms);

test("a stop word is dropped beside another word", () => {
  assert.deepStrictEqual(terms("السد في الوادي"), ["سد", "واد"]);
});

test("a stop word alone is searched", () => assert.deepStrictEqual(terms("في"), ["في"]));

for (const marked of ["+في", "-في", "في^2", "title:في", "في*"]) {
  test(`a stop word that the reader marks is searched: ${marked}`, () => {
    assert.ok(terms(`السد ${marked}`).length >= 2);
  });
}

for (const text of ['"عين السنديان"', "«عين السنديان»", "“عين السنديان”", "”عين السنديان”", "‘عين السنديان’"]) {
  test(`quotation marks make a phrase: ${text}`, () => {
    assert.deepStrictEqual(language.parse(text).phrases[0].terms, ["عين", "سند"]);
  });
}

const withForms = Warraq.queryLanguage(["title", "body"], Warraq.analyser(rules), { bodyForm: "body" });
/** Returns the clauses of a query as [first term, presence]. */
const clausesOf = (text) => withoutKin(withForms.parse(text).clauses).map((clause) => [clause.terms[0], clause.presence]);
const { REQUIRED, PROHIBITED, OPTIONAL } = lunr.Query.presence;
const form = (text) => Warraq.formTerm(text, Warraq.analyser(rules).stem(text));

test("a single word in quotation marks is that very word", () => {
  assert.deepStrictEqual(clausesOf("«السدود»"), [[form("السدود"), REQUIRED]]);
});

for (const text of ["نهر - وادي", "نهر -", "- نهر", "نهر+وادي", "نهر –وادي–نهر", "نهر 5-", "الحرارة -5", "--نهر", "-نهر- وادي", "–نهر– وادي"]) {
  test(`a sign that nobody can mean as an operator is text: ${text}`, () => {
    assert.ok(!clausesOf(text).some(([, presence]) => presence === PROHIBITED));
  });
}

for (const text of ["نهر -وادي", "نهر −وادي", "نهر –وادي", "نهر NOT وادي", "النهر ليس الوادي", "-وادي نهر"]) {
  test(`a word is excluded: ${text}`, () => assert.ok(clausesOf(text).some(([, presence]) => presence === PROHIBITED)));
}

for (const text of ["نهر AND وادي", "نهر && وادي", "+نهر +وادي", "نهر و وادي"]) {
  test(`both words are required: ${text}`, () => {
    assert.ok(clausesOf(text).every(([, presence]) => presence === REQUIRED));
  });
}

for (const text of ["نهر OR وادي", "نهر أو وادي", "نهر | وادي"]) {
  test(`two words are alternatives: ${text}`, () => {
    assert.strictEqual(new Set(withForms.parse(text).clauses.map((clause) => clause.group)).size, 1);
  });
}

test("alternatives beside a required word are not required themselves", () => {
  for (const text of ["(نهر OR وادي) AND جسر", "جسر AND (نهر OR وادي)"]) {
    const required = clausesOf(text).filter(([, presence]) => presence === REQUIRED);
    assert.deepStrictEqual(required.map(([term]) => term).filter((term) => term !== "جسر"), [], text);
  }
});

test("a quotation may be an alternative", () => {
  const { clauses, phrases } = withForms.parse('"جسر النهر" OR "عين السنديان"');
  assert.ok(clauses.every((clause) => clause.presence === OPTIONAL));
  assert.deepStrictEqual(phrases.map((phrase) => phrase.group), [0, 0]);
});

for (const text of ["محصول عام 1998", "محصول سنة ١٤٣٦ هـ", "محصول العام 1998"]) {
  test(`the word before a year asks for nothing: ${text}`, () => assert.ok(!terms(text).some((term) => /^(عام|سن)$/.test(term))));
}

for (const text of ["RIVER AND VALLEY FLOOD", "الحل ليس عسكريا", "ما يراه أو يسمعه الناس اليوم"]) {
  test(`a word of prose is no operator: ${text}`, () => {
    assert.ok(clausesOf(text).every(([, presence]) => presence === OPTIONAL));
  });
}

test("a token without a blank requires all its parts", () => {
  assert.deepStrictEqual(clausesOf("#جسر_النهر"), [["جسر", REQUIRED], ["نهر", REQUIRED]]);
});

test("a quotation in a pasted text demands nothing", () => {
  const clauses = clausesOf("الوزير يفتتح «جسر الوادي» الجديد في المدينة القديمة");
  assert.ok(clauses.every(([, presence]) => presence === OPTIONAL));
});

test("a field has an Arabic name too", () => {
  for (const text of ["عنوان:نهر", "العنوان:نهر"]) assert.deepStrictEqual(withForms.parse(text).clauses[0].fields, ["title"]);
});

test("a distance and a boost are read in digits of either kind", () => {
  const [{ editDistance, boost }] = withForms.parse("نهر~١^٣").clauses;
  assert.deepStrictEqual([editDistance, boost], [1, 3]);
});

test("a star inside a word is met with the words as they are written", () => {
  assert.deepStrictEqual(clausesOf("ال*دسون"), [[Warraq.formTerm("*دسون", "*"), OPTIONAL]]);
});

const dated = Warraq.queryLanguage(["title", "body", "date"], Warraq.analyser(rules));
for (const text of ["2011", "نهر 2011", "مارس 2011", "15 مارس 2011", "15/3/2011", "1436هـ"]) {
  test(`a year is looked up in the dates too: ${text}`, () => {
    assert.ok(dated.parse(text).clauses.some((clause) => clause.fields.includes("date")));
  });
}

test("a broken plural is found by its singular, with less weight", () => {
  const [word, ...others] = withForms.parse("نهر").clauses;
  const kin = others.find(({ terms: [term] }) => term === "انهار");
  assert.ok(kin.boost < word.boost && kin.group === word.group);
});

test("in a longer query plurals do not count", () => {
  assert.ok(withForms.parse("نهر وادي جبل سهل").clauses.every((clause) => !clause.isExtra));
});

test("a number that is no date is looked up in texts only", () => {
  assert.ok(!dated.parse("15 نهرا").clauses.some((clause) => clause.fields.includes("date")));
});

test("a word that is also a particle of another spelling is no stop word", () => {
  assert.ok(terms("علي النهري").length === 2 && terms("على النهر").length === 1);
});

for (const [text, count] of [["والي النهر", 2], ["وإلى النهر", 1], ["والى النهر", 1], ["إمام النهر", 2], ["امام النهر", 1], ["فى النهر", 1], ["حتي النهر", 1], ["الي النهر", 1], ["آن النهري", 2]]) {
  test(`hamza and final yeh tell a word from a stop word: ${text}`, () => assert.strictEqual(terms(text).length, count));
}

/** Returns the clauses of a query's first word: [first term, boost]. */
const weightsOf = (text) => withForms.parse(text).clauses.map(({ terms: [first], boost }) => [first, boost]);

test("the very form of a single word has a weight of its own, the one with an article half of it", () => {
  const forms = weightsOf("سدود").filter(([first]) => first.startsWith("==="));
  assert.deepStrictEqual(forms, [[form("سدود"), 1], [form("السدود"), 0.5]]);
});

test("a word whose stem is only two letters is looked up by its forms", () => {
  assert.ok(weightsOf("تفجير سيهات").every(([first]) => first !== "سي"));
  assert.ok(weightsOf("تفجير سيهات").some(([first]) => first === form("سيهات")));
});

const boundIn = (text) => language.parse(text).near.filter(({ isBound }) => isBound).map(({ first, second }) => `${first} ${second}`);

test("a number and its neighbours are one thing, and the parts of a name, and of a token", () => {
  assert.deepStrictEqual(boundIn("المادة 77 من الدستور"), ["ماد 77"]);
  assert.deepStrictEqual(boundIn("تصريحات عبد القادر بن صالح"), ["عبد قادر", "قادر ابن", "ابن صالح"]);
  assert.deepStrictEqual(boundIn("قصر آل ثابت"), ["آل ثابت"]);
  assert.deepStrictEqual(boundIn("#يوم_البيئة العالمي"), ["يوم بء"]);
  assert.deepStrictEqual(boundIn("سد النهر الكبير"), []);
});

test("a stop word that begins a name stays, but not in a question", () => {
  const has = (text, term) => language.parse(text).clauses.some((clause) => clause.terms.includes(term));
  assert.ok(has("أم درمان", "ام") && has("جامعة أم درمان", "ام"));
  assert.ok(!has("هل فاز أم خسر", "ام") && !has("فاز أم", "ام"));
  assert.ok(has("بان كي مون", "بان") && !has("قال بأن السد انهار", "بان"));
});

test("a number has no broken plural", () => {
  assert.deepStrictEqual(Warraq.otherNumbers("2030", true), []);
});

test("a short text without stop words is a name, a question is none", () => {
  assert.ok(language.parse("محمد بن نايف").isName);
  assert.ok(!language.parse("أين تقع عدن").isName);
});

for (const [singular, plural] of ["محور محاور", "مسمار مسامير", "خندق خنادق", "حليف حلفاء", "هديه هدايا", "قطه قطط", "ساعي سعاه"].map((pair) => pair.split(" "))) {
  const kinOf = (word) => Warraq.analyser(rules).kin(Warraq.analyser(rules).analysed(word)[0], true);
  const stemOf = (word) => Warraq.analyser(rules).stem(word);
  test(`a broken plural of a frequent pattern is found without a list: ${plural}`, () => {
    assert.ok(kinOf(singular).includes(stemOf(plural)) && kinOf(plural).includes(stemOf(singular)));
  });
}

test("the dual before another noun is found by the singular", () => {
  const analyser = Warraq.analyser(rules);
  assert.ok(analyser.kin(analyser.analysed("شبكة")[0], false).includes(analyser.terms("شبكتي")[0]));
});

for (const text of ["ماهي عاصمة الوادي", "بأي نهر يمر الجسر", "كم عدد السدود"]) {
  test(`a text that begins with a question word asks something: ${text}`, () => {
    assert.ok(Warraq.analyser(rules).isQuestion(text));
  });
}

for (const text of ["السد كم", "ما", "من هو", "النهر"]) {
  test(`another text asks nothing: ${text}`, () => assert.ok(!Warraq.analyser(rules).isQuestion(text)));
}

test("a question word that is joined with a preposition is a stop word", () => {
  assert.deepStrictEqual(terms("بماذا اشتهر السد"), terms("اشتهر السد"));
});

test("a question needs most of its words, not all", async () => {
  const answers = Warraq.answers(await Warraq.openIndex("search/", loaderOf(indexFiles())));
  const { found, all } = await answers.answer({ q: "كم بلغ سد" });
  assert.deepStrictEqual([found, all], [[0], 1]);
});

// SPDX-License-Identifier: AGPL-3.0-or-later
// Narrowing, counting, charting and exporting results.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
require("./load.js");

const base64 = (bytes) => Buffer.from(bytes).toString("base64");

// Five articles: one undated, then 1 January 2020 twice, 31 December 2019 (published late), 1 March 2020.
const FILES = {
  days: { undated: 1, start: 18262, steps: String.fromCodePoint(0x5d, 0x5d + 1, 0x5d + 122) },
  source: [
    ["الوادي", "الوادي", 3, base64([0, 2, 1])],
    ["المنبر", "المنبر", 2, base64([1, 3])],
  ],
  section: [],
  author: [],
  entity: [["x1", "عجلون", 2, base64([1, 1]), "x0"]],
};
const CONSTANTS = { firstCharacter: 0x5d };
// A name that its filter does not list.
const RARE = ["x7", "جرش", 1, base64([2]), "x6"];
const facets = () =>
  Warraq.facets({
    count: 5,
    constants: CONSTANTS,
    facet: async (name, number = 0) => (number ? [RARE] : structuredClone(FILES[name])),
    facetFileOf: (name) => (name === "entity" ? 1 : 0),
    isFacetPartial: (name) => name === "entity",
  });
const ALL = [4, 3, 2, 1, 0];

test("a source leaves its articles, in their order", async () => {
  const masks = await facets().masks({ source: "الوادي" });
  assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), [3, 2, 0]);
});

test("two facets leave what both leave", async () => {
  const masks = await facets().masks({ source: "المنبر", entity: "x1" });
  assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), [1]);
});

test("an entity merged into another leaves the articles of that one", async () => {
  const masks = await facets().masks({ entity: "x0" });
  assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), [2, 1]);
});

for (const key of ["x7", "x6"]) {
  test(`a name that the filter does not list leaves its articles, and is listed once it is selected: ${key}`, async () => {
    const opened = facets();
    const masks = await opened.masks({ entity: key });
    assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), [2]);
    const counts = await opened.counts("entity", ALL, masks);
    assert.ok(counts.some(({ label, count }) => label === "جرش" && count === 1));
  });
}

test("days are inclusive at both ends and leave no undated article", async () => {
  const masks = await facets().masks({ from: "2020-01-01", to: "2020-01-01" });
  assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), [2, 1]);
});

test("a day before the last one is read", async () => {
  const masks = await facets().masks({ to: "2019-12-31" });
  assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), [3]);
});

test("a value of no article leaves nothing", async () => {
  const masks = await facets().masks({ entity: "gone" });
  assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), []);
});

test("a count is what a value would leave, whatever is chosen of the same facet", async () => {
  const masks = await facets().masks({ source: "المنبر", entity: "x1" });
  const counts = await facets().counts("source", ALL, masks);
  assert.deepStrictEqual(counts.map(({ key, count }) => [key, count]), [["الوادي", 1], ["المنبر", 1]]);
});

test("a value that would leave nothing is not counted", async () => {
  const counts = await facets().counts("source", [4, 1], {});
  assert.deepStrictEqual(counts.map(({ key, count }) => [key, count]), [["المنبر", 2]]);
});

const counted = (bars) => bars.map(({ from, to, count }) => [from, to, count]);

test("the chart has a bar per day if they are few, also for days without articles", () => {
  assert.deepStrictEqual(counted(Warraq.chart([18263, 18261, 18261])), [
    ["2019-12-31", "2019-12-31", 2],
    ["2020-01-01", "2020-01-01", 0],
    ["2020-01-02", "2020-01-02", 1],
  ]);
});

test("the chart has a bar per month if the days are many", () => {
  const months = Warraq.chart(Array.from({ length: 100 }, (_, day) => 18262 + day));
  assert.deepStrictEqual(counted(months)[1], ["2020-02-01", "2020-02-29", 29]);
  assert.strictEqual(months.length, 4);
});

test("the chart has a bar per year if the months are many", () => {
  assert.deepStrictEqual(counted(Warraq.chart([10000, 14000]))[0], ["1997-01-01", "1997-12-31", 1]);
});

test("undated articles are in no bar", async () => {
  const bars = Warraq.chart(await facets().dates(ALL, {}));
  assert.strictEqual(bars.reduce((sum, bar) => sum + bar.count, 0), 4);
});

test("a chart of nothing has no bars", () => assert.deepStrictEqual(Warraq.chart([NaN]), []));

const ROW = {
  title: '=قال "نعم", ثم مضى',
  source: "الوادي",
  authors: ["سعاد الراوي", "كمال حداد"],
  day: "2020-02-08",
  date: "8 فبراير 2020",
  address: "https://wadi.example/a/1.html",
};
const csvOf = (title) => Warraq.exports.csv.write([{ ...ROW, title }]).split("\r\n")[1];

test("CSV doubles quotation marks and disables formulas", () => {
  assert.match(Warraq.exports.csv.write([ROW]), /\r\n"'=قال ""نعم"", ثم مضى","الوادي","سعاد الراوي؛ كمال حداد","2020-02-08",/);
});

for (const sign of ["=", "＝", "－", "＋", "＠", "\u200f=", " @", '"=']) {
  test(`CSV guards a cell that begins with ${JSON.stringify(sign)}`, () => assert.ok(csvOf(`${sign}1`).startsWith(`"'`)));
}

test("CSV guards a formula behind a semicolon", () => assert.ok(csvOf("أب;=1+1").includes(";'=1+1")));

test("JSON is parsed to the same rows", () => assert.deepStrictEqual(JSON.parse(Warraq.exports.json.write([ROW])), [ROW]));

test("RIS has no date for an undated article", () => {
  const written = Warraq.exports.ris.write([{ ...ROW, day: "" }]);
  assert.match(written, /^TY {2}- NEWS\r\nTI {2}- /);
  assert.doesNotMatch(written, /DA/);
});

test("RIS names each author in a line", () => {
  assert.match(Warraq.exports.ris.write([ROW]), /AU {2}- سعاد الراوي\r\nAU {2}- كمال حداد\r\n/);
});

test("BibTeX keeps names together, and its key has no blank", () => {
  const written = Warraq.exports.bib.write([{ ...ROW, title: "5 % & {سد}" }]);
  assert.match(written, /^@article\{1,\n {2}title = \{5 \\% \\& \\\{سد\\\}\},\n/);
  assert.match(written, /author = \{\{سعاد الراوي\} and \{كمال حداد\}\},/);
});

test("CSL-JSON is a newspaper article with its parts of the date", () => {
  const [item] = JSON.parse(Warraq.exports.csl.write([ROW]));
  assert.strictEqual(item.type, "article-newspaper");
  assert.deepStrictEqual(item.issued["date-parts"], [[2020, 2, 8]]);
  assert.deepStrictEqual(item.author, [{ literal: "سعاد الراوي" }, { literal: "كمال حداد" }]);
});

test("a facet with two selected values leaves the articles of either", async () => {
  const masks = await facets().masks({ source: ["الوادي", "المنبر"] });
  assert.deepStrictEqual(Warraq.applyMasks(ALL, masks), [4, 3, 2, 1, 0]);
});

test("a facet without a selected value is no filter", async () => {
  assert.deepStrictEqual(await facets().masks({ source: [], entity: "" }), {});
});

// SPDX-License-Identifier: AGPL-3.0-or-later
// Hijri dates as readers type them become Gregorian days. The table and the days come from tests/test_hijri_input.py.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const { readJson, rules } = require("./load.js");

const MONTHS = ["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"];
const { table, days } = readJson(process.env.HIJRI);
const { read, written, monthsOf } = Warraq.hijri(table, MONTHS, Warraq.analyser(rules).fold);

test("every day of the published calendar is written and read as in Python", () => {
  const wrong = days.filter(([day, hijri]) => written(day) !== hijri || read(hijri).from !== day);
  assert.deepStrictEqual(wrong, []);
});

for (const text of ["1436/10/26", "٢٦/١٠/١٤٣٦", "26-10-1436", "26 شوال 1436", "٢٦ شوّال ١٤٣٦هـ", "1436/10/26 هـ"]) {
  test(`a day is read: ${text}`, () => assert.deepStrictEqual(read(text), { from: "2015-08-11", to: "2015-08-11" }));
}

for (const text of ["الثلاثاء 26 شوال 1436هـ", "26 من شهر شوال لعام 1436", "يوم الثلاثاء ٢٦ شوال المكرم ١٤٣٦ هـ"]) {
  test(`words beside a day do not matter: ${text}`, () => assert.strictEqual(read(text).from, "2015-08-11"));
}

for (const [text, month] of [
  ["ربيع الثاني 1436", 4], ["ربيع ثاني 1436", 4], ["ربيع اول 1436", 3], ["جمادى الثانية 1436", 6], ["جماد أول 1436", 5],
  ["ذو القعدة الحرام 1436 ه.", 11], ["ذي القعدة 1436", 11], ["ذوالقعدة 1436", 11], ["ذي الحجة 1436", 12], ["ذوالحجة 1436", 12], ["رمضان المبارك 1436", 9],
]) {
  test(`a month is read by every name of the press: ${text}`, () => {
    assert.deepStrictEqual(read(text), read(`1436/${month}`));
  });
}

test("the first day of a month has a name", () => {
  for (const text of ["غرة شوال 1436هـ", "الأول من شوال 1436", "أول شوال 1436"]) assert.deepStrictEqual(read(text), read("1436/10/1"));
  assert.deepStrictEqual(read("1 ربيع أول 1436"), read("1436/3/1"));
});

test("a month is read by the name that the page shows", () => {
  const english = Warraq.hijri(table, MONTHS.map((_, month) => `Month-${"abcdefghijkl"[month]}`), Warraq.analyser(rules).fold);
  assert.deepStrictEqual(english.read("26 Month-j 1436"), read("1436/10/26"));
});

for (const text of ["1436/10", "شوال 1436", "10/1436"]) {
  test(`a month is all its days: ${text}`, () => {
    assert.deepStrictEqual(read(text), { from: "2015-07-17", to: "2015-08-15" });
  });
}

test("a year is all its days", () => assert.deepStrictEqual(read("1436"), { from: "2014-10-25", to: "2015-10-13" }));

test("the last month of a year ends before the next one", () => {
  assert.deepStrictEqual(read("ذو الحجة 1436"), { from: "2015-09-14", to: "2015-10-13" });
});

test("the 30th of a month of 29 days is the day after, as newspapers print it", () => {
  assert.strictEqual(read("1436/9/30").from, read("1436/10/1").from);
});

for (const text of ["", "شوال", "1436/13/1", "2015/08/11", "1436/10/31", "أمس", "1/2/3/1436"]) {
  test(`no Hijri date: ${text}`, () => assert.strictEqual(read(text), null));
}

test("a day outside the table is not written", () => assert.strictEqual(written("1800-01-01"), ""));

test("the months of days are distinct and in order, without days outside the table", () => {
  const numbers = ["2015-10-20", "2015-09-20", "2015-09-21", "1800-01-01"].map((date) => Date.parse(date) / 86400000);
  assert.deepStrictEqual(monthsOf([...numbers, NaN]), ["ذو الحجة 1436", "محرم 1437"]);
});

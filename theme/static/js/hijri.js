// SPDX-License-Identifier: MIT
// Converts Hijri dates as readers type them to Gregorian days, by the table that plugins/dates/table.py writes.
(function (Warraq) {
  "use strict";

  const SHORTEST_MONTH = 28;
  // A greater number is a year.
  const LONGEST_DAY = 31;

  // «غرة رمضان», «الأول من رمضان» is its first day; «اول» is no part of the name of a month here.
  const FIRST_DAY = /(?<!\p{L})(?:غره|(?:ال)?اول|مستهل|فاتح)(?!\p{L})/u;

  const { number, iso } = Warraq.days;

  // What may stand beside a date: weekday, «من شهر», «لعام», the era.
  const BESIDE =
    /(?<!\p{L})(?:(?:يوم\s+)?(?:ال)?(?:احد|اثنين|ثلاثاء|اربعاء|خميس|جمعه|سبت)|يوم|من|شهر|ل?عام|ل?سنه|هجري|هجريه|للهجره|ه\.?|المبارك|المعظم|المكرم|الحرام|الخير|الفرد|المرجب|الاصب)(?!\p{L})|[،,]/gu;

  /**
   * Returns functions that parse and format Hijri dates. `names` has all names of each month, `months` the ones to show;
   * `fold` normalises them.
   */
  Warraq.hijri = function ({ year: firstYear, start, lengths, names }, months, fold) {
    const spellings = names
      .flatMap((ofMonth, month) => [...ofMonth, months[month]].map((name) => ({ month, letters: fold(name) })))
      .sort((a, b) => b.letters.length - a.letters.length)
      .map(({ month, letters }) => ({
        month,
        pattern: new RegExp(`(?<!\\p{L})${letters.replace(/ /g, "\\s*")}(?![\\p{L}])`, "u"),
      }));
    // The day number on which each month of the table begins, and the end of the last one.
    const begins = [start];
    for (const length of lengths) begins.push(begins.at(-1) + SHORTEST_MONTH + Number(length));

    /** Returns the first and last day number of a date, whose day or month may be 0; null outside the table. */
    function dayRange(year, month, day) {
      const index = (year - firstYear) * 12 + (month || 1) - 1;
      const begin = begins[index];
      const end = begins[month ? index + 1 : index + 12];
      if (begin === undefined || end === undefined) return null;
      if (!day) return [begin, end - 1];
      const date = begin + day - 1;
      // Newspapers that go by sighting print the 30th of a month of 29 days; it is the day after.
      return date < end || day === 30 ? [date, date] : null;
    }

    /** Returns [year, month, day] of «1436/10/26», «26-10-1436», «26 شوال 1436», «شوال 1436», «1436»; 0 for what is missing. */
    function parse(text) {
      const plain = fold(text).replace(/(\d)\s*ه\s*$/u, "$1");
      const found = spellings.find(({ pattern }) => pattern.test(plain));
      const named = found ? plain.replace(found.pattern, ` ${found.month + 1} `) : plain;
      const figures = named.replace(FIRST_DAY, "1 ").replace(BESIDE, " ").trimEnd();
      if (!/^\s*\d+(?:[\s/.-]+\d+){0,2}$/.test(figures)) return null;
      const numbers = figures.match(/\d+/g).map(Number);
      if (numbers[0] <= LONGEST_DAY) numbers.reverse();
      const [year, monthNumber = 0, day = 0] = numbers;
      return monthNumber > 12 ? null : [year, monthNumber, day];
    }

    /** Returns the Gregorian days {from, to} of a text as ISO dates; null if it is no Hijri date of the table. */
    function read(text) {
      const date = parse(text);
      const range = date && dayRange(...date);
      return range && { from: iso(range[0]), to: iso(range[1]) };
    }

    /** Returns the index of the month of a day number; -1 outside the table. */
    function monthOf(day) {
      if (day < start || day >= begins.at(-1)) return -1;
      return begins.findLastIndex((begin) => begin <= day);
    }

    const yearOf = (month) => firstYear + Math.floor(month / 12);

    /** Returns «1436/10/26» for an ISO date; "" outside the table. */
    function written(date) {
      const day = number(date);
      const month = monthOf(day);
      if (month < 0) return "";
      return [yearOf(month), (month % 12) + 1, day - begins[month] + 1].join("/");
    }

    /** Returns the distinct months of day numbers, in order: «شوال 1436». */
    function monthsOf(days) {
      const distinct = new Set(Array.from(new Set(days), monthOf));
      const inTable = Array.from(distinct).filter((month) => month >= 0);
      return inTable.sort((a, b) => a - b).map((month) => `${months[month % 12]} ${yearOf(month)}`);
    }

    return { read, written, monthsOf };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

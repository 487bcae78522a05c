// SPDX-License-Identifier: MIT
// Hijri dates as a reader types them, and the civil days that they are, by the table that plugins/dates/table.py writes.
(function (Warraq) {
  "use strict";

  const SHORTEST = 28; // days of a month
  const LONGEST_DAY = 31; // a number above it is a year

  const { number, iso } = Warraq.days;

  /** Reads and writes Hijri dates with the names of the twelve `months`; `fold` makes spellings alike. */
  Warraq.hijri = function ({ year: firstYear, start, lengths }, months, fold) {
    const names = months.map(fold);
    const begins = [start]; // the day on which each month begins, and the last one ends
    for (const length of lengths) begins.push(begins.at(-1) + SHORTEST + Number(length));

    /** First and last civil day of a Hijri date that may lack the day, or the month too; null outside the table. */
    function span(year, month, day) {
      const place = (year - firstYear) * 12 + (month || 1) - 1;
      const [begin, end] = [begins[place], begins[month ? place + 1 : place + 12]];
      if (begin === undefined || end === undefined) return null;
      if (!day) return [begin, end - 1];
      // The 30th of a month of 29 days is the day after: papers that go by sighting print it.
      return begin + day - 1 < end || day === 30 ? [begin + day - 1, begin + day - 1] : null;
    }

    /** [year, month, day] of «1436/10/26», «26-10-1436», «26 شوال 1436», «شوال 1436», «1436»; 0 for what is not said. */
    function parsed(text) {
      const plain = fold(text).replace(/\s*ه?\s*$/u, "");
      const place = names.findIndex((name) => plain.includes(name));
      const figures = place < 0 ? plain : plain.replace(names[place], ` ${place + 1} `);
      if (!/^\s*\d+(?:[\s/.-]+\d+){0,2}$/.test(figures)) return null;
      const said = figures.match(/\d+/g).map(Number);
      const [year, month = 0, day = 0] = said[0] > LONGEST_DAY ? said : said.reverse();
      return month > 12 ? null : [year, month, day];
    }

    /** The civil days {from, to} that a text names, as ISO dates; null where it names none of the table. */
    function read(text) {
      const date = parsed(text);
      const days = date && span(...date);
      return days && { from: iso(days[0]), to: iso(days[1]) };
    }

    /** The place of the month that holds a day; -1 outside the table. */
    const placeOf = (day) => (day < start || day >= begins.at(-1) ? -1 : begins.findLastIndex((begin) => begin <= day));

    /** «1436/10/26» for an ISO date; empty outside the table. */
    function written(date) {
      const place = placeOf(number(date));
      if (place < 0) return "";
      return [firstYear + Math.floor(place / 12), (place % 12) + 1, number(date) - begins[place] + 1].join("/");
    }

    /** The months of days (since 1970), each once and in their order: «شوال 1436». */
    function monthsOf(days) {
      const places = new Set(Array.from(new Set(days), placeOf));
      const known = Array.from(places).filter((place) => place >= 0).sort((a, b) => a - b);
      return known.map((place) => `${months[place % 12]} ${firstYear + Math.floor(place / 12)}`);
    }

    return { read, written, monthsOf };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

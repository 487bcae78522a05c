// SPDX-License-Identifier: MIT
// What results can be narrowed by, each value with the number of results it would leave.
(function (Warraq) {
  "use strict";

  const { FACETS } = Warraq;
  const LONGEST_MONTH = 31; // days
  const BARS = 40; // most bars of a chart, before it goes on to a longer unit

  const { number, iso } = Warraq.days;

  /** The day of each article as a number, NaN where it has none. */
  function readDays({ undated, start, steps }, count) {
    const days = new Float64Array(count).fill(NaN);
    let day = start;
    if (undated < count) days[undated] = day;
    Warraq.column(steps).forEach((step, place) => {
      day += step & 1 ? -((step + 1) >> 1) : step >> 1;
      days[undated + 1 + place] = day;
    });
    return days;
  }

  function readArticles(data) {
    const input = Warraq.byteReader(data);
    const articles = [];
    for (let article = 0; input.more(); ) articles.push((article += input.number()));
    return articles;
  }

  function marked(count, articles) {
    const mask = new Uint8Array(count);
    for (const article of articles) mask[article] = 1;
    return mask;
  }

  const nextDay = (day) => iso(number(day) + 1);
  const nextMonth = (month) => iso(number(`${month}-01`) + LONGEST_MONTH).slice(0, 7);
  const nextYear = (year) => String(Number(year) + 1).padStart(4, "0");
  const monthEnd = (month) => iso(number(`${nextMonth(month)}-01`) - 1);

  // Units of a chart: how much of a date names one, the one after it, its first and its last day.
  const UNITS = [
    { length: 10, next: nextDay, first: (day) => day, last: (day) => day },
    { length: 7, next: nextMonth, first: (month) => `${month}-01`, last: monthEnd },
    { length: 4, next: nextYear, first: (year) => `${year}-01-01`, last: (year) => `${year}-12-31` },
  ];

  /** The units from the first to the last, those in between that hold nothing too; null where they are too many. */
  function bars(dates, { length, next, first, last }, most) {
    const counts = new Map();
    for (const date of dates) counts.set(date.slice(0, length), (counts.get(date.slice(0, length)) || 0) + 1);
    const [begin, end] = [dates[0].slice(0, length), dates.at(-1).slice(0, length)];
    const drawn = [];
    for (let unit = begin; unit <= end; unit = next(unit)) {
      if (drawn.length === most) return null;
      drawn.push({ unit, count: counts.get(unit) || 0, from: first(unit), to: last(unit) });
    }
    return drawn;
  }

  /** Days in any order as {unit, count, from, to} of a time line: days, months or years, the first few enough. */
  Warraq.chart = function (days) {
    const dates = Array.from(days.filter((day) => !Number.isNaN(day))).sort((a, b) => a - b).map(iso);
    if (!dates.length) return [];
    const [daily, monthly, yearly] = UNITS;
    return bars(dates, daily, BARS) || bars(dates, monthly, BARS) || bars(dates, yearly, Infinity);
  };

  /** The facets of an open index; each file is loaded when it is asked for. */
  Warraq.facets = function (index) {
    let days;
    const values = new Map();

    async function loadDays() {
      days ||= readDays(await index.facet("days"), index.count);
      return days;
    }

    async function load(name) {
      if (!values.has(name)) {
        const rows = await index.facet(name);
        const read = ([key, label, , coded, ...former]) => {
          return { key, label, former, articles: readArticles(index.bytes(coded)) };
        };
        values.set(name, rows.map(read));
      }
      return values.get(name);
    }

    async function dayMask({ from, to }) {
      const held = await loadDays();
      const first = from ? number(from) : -Infinity;
      const last = to ? number(to) : Infinity;
      return Uint8Array.from(held, (day) => (day >= first && day <= last ? 1 : 0));
    }

    async function valueMask(name, key) {
      const value = (await load(name)).find((one) => one.key === key || one.former.includes(key));
      return marked(index.count, value ? value.articles : []);
    }

    /** For each facet that a choice names, which articles it leaves: {name: mask}. */
    async function masks(choice) {
      const chosen = FACETS.filter((name) => choice[name]);
      const found = await Promise.all(chosen.map((name) => valueMask(name, choice[name])));
      const masked = Object.fromEntries(chosen.map((name, place) => [name, found[place]]));
      if (choice.from || choice.to) masked.days = await dayMask(choice);
      return masked;
    }

    /** The values of a facet that leave results, the most frequent first. */
    async function counts(name, articles, masked) {
      const mask = marked(index.count, Warraq.narrowed(articles, masked, name));
      const counted = (await load(name)).map(({ key, label, former, articles: held }) => {
        const count = held.reduce((sum, article) => sum + mask[article], 0);
        return { key, label, former, count };
      });
      return counted.filter((value) => value.count).sort((a, b) => b.count - a.count);
    }

    /** The days of the articles, whatever days are chosen; NaN where one has none. */
    async function dates(articles, masked) {
      const held = await loadDays();
      return Warraq.narrowed(articles, masked, "days").map((article) => held[article]);
    }

    return { names: FACETS, masks, counts, dates };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

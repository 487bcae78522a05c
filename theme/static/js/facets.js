// SPDX-License-Identifier: MIT
// What results can be narrowed by, each value with the number of results it would leave.
(function (Warraq) {
  "use strict";

  const DAY = 86400000; // milliseconds
  const FACETS = ["source", "section", "author", "entity"];
  const BARS = 40; // most bars of a chart, before it goes on to a longer unit

  const number = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

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
    const input = Warraq.reader(data);
    const articles = [];
    for (let article = 0; input.more(); ) articles.push((article += input.number()));
    return articles;
  }

  function marked(count, articles) {
    const mask = new Uint8Array(count);
    for (const article of articles) mask[article] = 1;
    return mask;
  }

  /** Days, months or years, whichever gives few enough bars: the first and last day of each and its number of articles. */
  const UNITS = [
    { length: 10, last: (day) => day },
    { length: 7, last: (month) => iso(Date.UTC(+month.slice(0, 4), +month.slice(5), 0) / DAY), first: (month) => `${month}-01` },
    { length: 4, last: (year) => `${year}-12-31`, first: (year) => `${year}-01-01` },
  ];

  function bars(days, { length, first = (day) => day, last }) {
    const counts = new Map();
    for (const day of days) {
      const unit = iso(day).slice(0, length);
      counts.set(unit, (counts.get(unit) || 0) + 1);
    }
    return Array.from(counts, ([unit, count]) => ({ unit, count, from: first(unit), to: last(unit) })).sort((a, b) =>
      a.unit < b.unit ? -1 : 1,
    );
  }

  /** The articles of a time line: bars over the days given. */
  Warraq.chart = function (days) {
    const dated = days.filter((day) => !Number.isNaN(day));
    return UNITS.map((unit) => bars(dated, unit)).find((drawn) => drawn.length <= BARS) || bars(dated, UNITS[2]);
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
        const read = rows.map(([key, label, , coded]) => ({ key, label, articles: readArticles(index.bytes(coded)) }));
        values.set(name, read);
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
      const value = (await load(name)).find((one) => one.key === key);
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

    /** Those of the articles that every mask leaves, but the one called `except`. */
    function narrowed(articles, masked, except) {
      const others = Object.keys(masked).filter((name) => name !== except).map((name) => masked[name]);
      return articles.filter((article) => others.every((mask) => mask[article]));
    }

    /** The values of a facet that leave results, the most frequent first. */
    async function counts(name, articles, masked) {
      const mask = marked(index.count, narrowed(articles, masked, name));
      const counted = (await load(name)).map(({ key, label, articles: held }) => {
        const count = held.reduce((sum, article) => sum + mask[article], 0);
        return { key, label, count };
      });
      return counted.filter((value) => value.count).sort((a, b) => b.count - a.count);
    }

    /** The chart of the articles over time, whatever days are chosen. */
    async function timeline(articles, masked) {
      const held = await loadDays();
      return Warraq.chart(narrowed(articles, masked, "days").map((article) => held[article]));
    }

    return { names: FACETS, masks, narrowed, counts, timeline };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

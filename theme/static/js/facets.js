// SPDX-License-Identifier: MIT
// Facets: filters of the results, each value with the number of results it would leave, and the chart over time.
(function (Warraq) {
  "use strict";

  const { FACETS } = Warraq;
  const LONGEST_MONTH = 31;
  // With more bars, the chart goes on to a longer unit.
  const MAX_BARS = 60;

  const { number, iso } = Warraq.days;

  const FIRST_SURROGATE = 0xd800;
  const SURROGATES = 0x800;

  /** Returns the numbers that a text encodes, one per character; plugins/search/encode/char_columns.py encodes them. */
  function decodeCharacters(text, firstCharacter) {
    const decode = (character) => {
      const point = character.codePointAt(0);
      return (point < FIRST_SURROGATE ? point : point - SURROGATES) - firstCharacter;
    };
    return Uint32Array.from(text, decode);
  }

  /** Returns the number that zigzag code encodes: 0, 1, 2, 3 … are 0, -1, 1, -2 … */
  function zigzagDecode(code) {
    return code & 1 ? -((code + 1) >> 1) : code >> 1;
  }

  /** Returns the day number of each article, NaN if it is undated; plugins/search/write/facets.py encodes them. */
  function decodeDays({ undated, start, steps }, { count, constants }) {
    const days = new Float64Array(count).fill(NaN);
    let day = start;
    if (undated < count) days[undated] = day;
    decodeCharacters(steps, constants.firstCharacter).forEach((step, i) => {
      day += zigzagDecode(step);
      days[undated + 1 + i] = day;
    });
    return days;
  }

  /** Returns ascending articles, which are encoded as gaps. */
  function decodeArticles(base64) {
    const input = Warraq.byteReader(Warraq.decodeBase64(base64));
    const articles = [];
    let article = 0;
    while (input.hasMore()) {
      article += input.number();
      articles.push(article);
    }
    return articles;
  }

  /** Returns an array with 1 at each of the articles. */
  function maskOf(count, articles) {
    const mask = new Uint8Array(count);
    for (const article of articles) mask[article] = 1;
    return mask;
  }

  const nextDay = (day) => iso(number(day) + 1);
  const nextMonth = (month) => iso(number(`${month}-01`) + LONGEST_MONTH).slice(0, 7);
  const nextYear = (year) => String(Number(year) + 1).padStart(4, "0");
  const monthEnd = (month) => iso(number(`${nextMonth(month)}-01`) - 1);

  // Units of the chart: how many characters of an ISO date name one, the unit after it, its first and last day.
  const DAY = { length: 10, next: nextDay, first: (day) => day, last: (day) => day };
  const MONTH = { length: 7, next: nextMonth, first: (month) => `${month}-01`, last: monthEnd };
  const YEAR = { length: 4, next: nextYear, first: (year) => `${year}-01-01`, last: (year) => `${year}-12-31` };

  /** Returns a bar per unit from the first date to the last, also for empty units; null if there are more than `limit`. */
  function barsOf(dates, { length, next, first, last }, limit) {
    const units = dates.map((date) => date.slice(0, length));
    const counts = new Map();
    for (const unit of units) counts.set(unit, (counts.get(unit) || 0) + 1);
    const bars = [];
    for (let unit = units[0]; unit <= units.at(-1); unit = next(unit)) {
      if (bars.length === limit) return null;
      bars.push({ unit, count: counts.get(unit) || 0, from: first(unit), to: last(unit) });
    }
    return bars;
  }

  /** Returns the bars {unit, count, from, to} of days in any order: of days if they are few, else of months or years. */
  Warraq.chart = function (days) {
    const dated = Array.from(days.filter((day) => !Number.isNaN(day)));
    const dates = dated.sort((a, b) => a - b).map(iso);
    if (!dates.length) return [];
    return barsOf(dates, DAY, MAX_BARS) || barsOf(dates, MONTH, MAX_BARS) || barsOf(dates, YEAR, Infinity);
  };

  /** Returns the facets of an open index; each file is loaded when it is first needed. */
  Warraq.facets = function (index) {
    let days;
    const values = new Map();

    async function loadDays() {
      days ||= decodeDays(await index.facet("days"), index);
      return days;
    }

    const decodeRow = ([key, label, , base64, ...former]) => ({ key, label, former, articles: decodeArticles(base64) });
    const hasKey = ({ key, former }, wanted) => key === wanted || former.includes(wanted);

    /** Returns the values of a facet that its filter lists: {key, label, former keys, articles}. */
    async function loadValues(name) {
      if (!values.has(name)) values.set(name, (await index.facet(name)).map(decodeRow));
      return values.get(name);
    }

    /** Adds a selected value to those that the filter lists, unless it is there or no article has it. */
    async function addValue(name, key) {
      const listed = await loadValues(name);
      const file = index.facetFileOf(name, key);
      if (!file || listed.some((value) => hasKey(value, key))) return;
      const rows = await index.facet(name, file);
      const value = rows.map(decodeRow).find((other) => hasKey(other, key));
      if (value && !listed.some((other) => other.key === value.key)) listed.push(value);
    }

    async function dayMask({ from, to }) {
      const first = from ? number(from) : -Infinity;
      const last = to ? number(to) : Infinity;
      return Uint8Array.from(await loadDays(), (day) => (day >= first && day <= last ? 1 : 0));
    }

    /** Returns a mask of the articles with any of the selected values of a facet. */
    async function valuesMask(name, keys) {
      await Promise.all(keys.map((key) => addValue(name, key)));
      const facetValues = await loadValues(name);
      const isSelected = (value) => keys.some((key) => hasKey(value, key));
      return maskOf(index.count, facetValues.filter(isSelected).flatMap((value) => value.articles));
    }

    /** Returns a mask of articles for each filter in a state: {name: mask}. */
    async function masks(state) {
      const names = FACETS.filter((name) => state[name]?.length);
      const entries = await Promise.all(names.map(async (name) => [name, await valuesMask(name, [state[name]].flat())]));
      const byName = Object.fromEntries(entries);
      if (state.from || state.to) byName.days = await dayMask(state);
      return byName;
    }

    /** Returns the values of a facet that would leave results, with their numbers, the most frequent first. */
    async function counts(name, articles, facetMasks) {
      const mask = maskOf(index.count, Warraq.applyMasks(articles, facetMasks, name));
      const counted = (await loadValues(name)).map(({ key, label, former, articles: ofValue }) => {
        const count = ofValue.reduce((sum, article) => sum + mask[article], 0);
        return { key, label, former, count };
      });
      return counted.filter((value) => value.count).sort((a, b) => b.count - a.count);
    }

    /** Returns the day numbers of articles that all filters but the days leave; NaN if undated. */
    async function dates(articles, facetMasks) {
      const dayOf = await loadDays();
      return Warraq.applyMasks(articles, facetMasks, "days").map((article) => dayOf[article]);
    }

    return { names: FACETS, isPartial: index.isFacetPartial, masks, counts, dates };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

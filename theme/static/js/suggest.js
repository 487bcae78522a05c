// SPDX-License-Identifier: MIT
// Completions of what a reader types, and corrections: frequent words and names of the archive.
(function (Warraq) {
  "use strict";

  // Letters from which on a word is completed.
  const MIN_LETTERS = 2;
  const MAX_FILES_TO_COMPLETE = 6;
  // Corrections are computed only for a word that no article contains, so they may cost more.
  const MAX_FILES_TO_CORRECT = 40;
  const MAX_OFFERS = 8;

  const LAST_WORD = /[^\s"«»“”]+$/u;

  /** Returns whether two words differ by one letter inserted, deleted, replaced, or swapped with its neighbour. */
  Warraq.isOneEditApart = function (first, second) {
    if (first === second || Math.abs(first.length - second.length) > 1) return false;
    let shared = 0;
    while (shared < first.length && first[shared] === second[shared]) shared++;
    const a = first.slice(shared);
    const b = second.slice(shared);
    const replaced = a.slice(1) === b.slice(1);
    const inserted = a === b.slice(1) || a.slice(1) === b;
    const swapped = a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
    return replaced || inserted || swapped;
  };

  /** Returns functions that complete and correct text with the suggestions of an index. */
  Warraq.suggester = function (index, analyser) {
    const { withoutPrefix } = analyser;

    /** Returns the rows [term, text, articles, url?] of terms in one of the ranges [first, last]. */
    async function rowsIn(ranges, mostFiles) {
      const rows = await Promise.all(ranges.map(([first, last]) => index.suggestions(first, last, mostFiles)));
      return rows.flatMap((some) => some || []);
    }

    const rangeOf = (prefix) => [prefix, `${prefix}\uffff`];

    /** Returns whether a row's term, or a word of its text, begins with the typed word. */
    function completes(word, [term, text]) {
      const bare = withoutPrefix(word);
      const begins = (other) => other.startsWith(word) || withoutPrefix(other).startsWith(bare);
      return term.startsWith(bare) || analyser.words(text).some(begins);
    }

    /** Returns the offers with distinct text and URL, the most frequent first. */
    function mostFrequent(offers) {
      const sorted = offers.sort((a, b) => b.count - a.count);
      const distinct = new Map(sorted.map((offer) => [offer.text + offer.url, offer]));
      return Array.from(distinct.values()).slice(0, MAX_OFFERS);
    }

    /**
     * Returns completions of the last word of a text, the most frequent first: {text, whole, count}, where `whole` is the
     * text with the completed word; and names with the `url` of their own page.
     */
    async function suggest(typed) {
      const last = LAST_WORD.exec(typed);
      const [word] = last ? analyser.words(last[0]).slice(-1) : [];
      if (!word || withoutPrefix(word).length < MIN_LETTERS) return [];
      const stems = analyser.prefixStems(word, MIN_LETTERS);
      const ranges = stems.map(({ asWord, asPrefix }) => [asWord, `${asPrefix}\uffff`]);
      const rows = await rowsIn(ranges, MAX_FILES_TO_COMPLETE);
      const before = typed.slice(0, last.index);
      const toOffer = ([, text, count, url]) => ({ text, count, whole: before + text, url });
      return mostFrequent(rows.filter((row) => completes(word, row)).map(toOffer));
    }

    /** Returns the rows of single words with one of these prefixes. */
    async function singleWords(prefixes) {
      const rows = await rowsIn(prefixes.map(rangeOf), MAX_FILES_TO_CORRECT);
      return rows.filter(([, text]) => !text.includes(" "));
    }

    /** Returns the text of the Arabic word that sounds most like a Latin one; of several, the most frequent. */
    async function closestTransliteration(name) {
      const rows = await singleWords(Warraq.latin.firstLetters(name));
      const candidates = rows.map(([, text, count]) => {
        const [word] = analyser.words(text);
        return { text, count, distance: Warraq.latin.distance(name, withoutPrefix(word)) };
      });
      const near = candidates.filter(({ distance }) => distance < Infinity);
      return near.sort((a, b) => a.distance - b.distance || b.count - a.count)[0]?.text;
    }

    /** Returns the text of the most frequent word one edit from a term that no article contains. */
    async function closestWord(term) {
      if (Warraq.latin.is(term)) return closestTransliteration(term);
      const rows = await singleWords([term[0]]);
      const near = rows.filter(([other]) => Warraq.isOneEditApart(term, other));
      return near.sort((a, b) => b[2] - a[2])[0]?.[1];
    }

    /** Returns the text with the words of `missing` terms corrected; null if there is no correction. */
    async function correct(text, missing) {
      const corrections = new Map(await Promise.all(missing.map(async (term) => [term, await closestWord(term)])));
      let corrected = text;
      for (const { term, start, end } of analyser.spans(text).reverse()) {
        const correction = corrections.get(term);
        if (correction) corrected = corrected.slice(0, start) + correction + corrected.slice(end);
      }
      return corrected === text ? null : corrected;
    }

    return { suggest, correct };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

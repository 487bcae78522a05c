// SPDX-License-Identifier: MIT
// What a reader may have begun to write, or meant to: words and names of the archive.
(function (Warraq) {
  "use strict";

  const SHORTEST = 2; // letters that are completed
  const MOST_FILES = 6; // to complete a word
  const MOST_FILES_TO_CORRECT = 40; // only where a word is in no article
  const OFFERED = 8;

  const LAST_WORD = /[^\s"«»“”]+$/u;

  /** Whether two words differ by one letter put in, left out, changed, or swapped with its neighbour. */
  Warraq.oneLetterApart = function (one, other) {
    if (one === other || Math.abs(one.length - other.length) > 1) return false;
    let same = 0;
    while (same < one.length && one[same] === other[same]) same++;
    const [a, b] = [one.slice(same), other.slice(same)];
    return (
      a.slice(1) === b.slice(1) ||
      a === b.slice(1) ||
      a.slice(1) === b ||
      (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
    );
  };

  Warraq.suggester = function (index, analyser) {
    function completes(typed, [term, text]) {
      const bare = analyser.withoutPrefix(typed);
      const words = analyser.words(text);
      return term.startsWith(bare) || words.some((word) => word.startsWith(typed) || analyser.withoutPrefix(word).startsWith(bare));
    }

    /**
     * What completes the last word of what is typed, the most frequent first: words as [{text, whole, count}], and
     * names with the address of their own page as `url`.
     */
    async function suggest(typed) {
      const last = LAST_WORD.exec(typed);
      const [word] = last ? analyser.words(last[0]).slice(-1) : [];
      if (!word || analyser.withoutPrefix(word).length < SHORTEST) return [];
      const begins = analyser.beginnings(word, SHORTEST);
      const found = begins.map(({ ended, going }) => index.suggestions(ended, `${going}\uffff`, MOST_FILES));
      const rows = (await Promise.all(found)).flatMap((some) => some || []);
      const fits = rows.filter((row) => completes(word, row));
      const before = typed.slice(0, last.index);
      const offers = fits.map(([, text, count, url]) => ({ text, count, whole: before + text, url }));
      const distinct = new Map(offers.sort((a, b) => b.count - a.count).map((offer) => [offer.text + offer.url, offer]));
      return Array.from(distinct.values()).slice(0, OFFERED);
    }

    /** The word, or the last of a name, that is heard most like a word in Latin letters; then the most frequent. */
    async function heardLike(name) {
      const ranges = Warraq.latin.firstLetters(name);
      const found = ranges.map((letter) => index.suggestions(letter, `${letter}\uffff`, MOST_FILES_TO_CORRECT));
      const rows = (await Promise.all(found)).flatMap((some) => some || []).filter(([, text]) => !text.includes(" "));
      const far = ([, text]) => Warraq.latin.distance(name, analyser.withoutPrefix(analyser.words(text)[0]));
      const near = rows.map((row) => ({ row, far: far(row) })).filter((one) => one.far < Infinity);
      return near.sort((a, b) => a.far - b.far || b.row[2] - a.row[2]).map(({ row }) => row[1])[0];
    }

    /** The most frequent word one letter apart from a term that no article holds. */
    async function nearest(term) {
      if (Warraq.latin.is(term)) return heardLike(term);
      const rows = await index.suggestions(term[0], `${term[0]}\uffff`, MOST_FILES_TO_CORRECT);
      const near = (rows || []).filter(([held, text]) => !text.includes(" ") && Warraq.oneLetterApart(term, held));
      return near.sort((a, b) => b[2] - a[2]).map(([, text]) => text)[0];
    }

    /** The text with words that no article holds put right, or null where nothing is near. */
    async function correct(text, missing) {
      const replacements = await Promise.all(missing.map(nearest));
      const right = new Map(missing.map((term, place) => [term, replacements[place]]));
      let corrected = text;
      for (const { term, start, end } of analyser.spans(text).reverse()) {
        if (right.get(term)) corrected = corrected.slice(0, start) + right.get(term) + corrected.slice(end);
      }
      return corrected === text ? null : corrected;
    }

    return { suggest, correct };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Completions of what a reader types, and corrections: frequent words and names of the archive.
(function (Warraq) {
  "use strict";

  // Letters from which on a word is completed.
  const MIN_LETTERS = 2;
  const MAX_FILES_TO_COMPLETE = 6;
  // Corrections are computed only for a word that hardly any article contains, so they may cost more.
  const MAX_FILES_TO_CORRECT = 400;
  // A shorter word has too many neighbours that are other words.
  const MIN_LETTERS_TO_CORRECT = 4;
  const MIN_LETTERS_FOR_ANY_EDIT = 5;
  // How many times as many articles a neighbour of a word must have that is in some.
  const MORE_FREQUENT = 20;
  // What a word gains by being in ten times as many articles, beside the cost of an edit: .5 to 1.
  const GAIN_OF_FREQUENCY = 0.3;
  // What a better alignment is worth, against ten times as many articles.
  const COST_OF_RARITY = 0.12;
  // What it costs to read an article that is written with hamza.
  const COST_OF_HAMZA = 0.5;
  const MAX_OFFERS = 8;

  // «covid-19» is a name and its number.
  const NUMBER_BEHIND = /[-–]?\p{Nd}+$/u;
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

  // Letters that keys, eyes and ears confuse.
  const CONFUSED = ["جحخهة", "بتثني", "سشص", "صضط", "طظ", "دذرز", "عغء", "فق", "كقگ", "اىويءأإآ", "حهخ", "ضظذ", "تطه", "نب", "مح"];
  const isConfused = (a, b) => CONFUSED.some((letters) => letters.includes(a) && letters.includes(b));

  /**
   * Returns how unlikely it is that the first word was meant by the second: 0.5, 1, or Infinity if they are no
   * neighbours.
   */
  Warraq.editCost = function (meant, typed) {
    if (!Warraq.isOneEditApart(meant, typed)) return Infinity;
    if (meant.length !== typed.length) return meant.length > typed.length ? 0.5 : 0.7;
    const i = Array.from(meant).findIndex((letter, at) => letter !== typed[at]);
    const isSwap = meant[i] === typed[i + 1] && meant[i + 1] === typed[i];
    return isSwap || isConfused(meant[i], typed[i]) ? 0.5 : 1;
  };

  /** Returns functions that complete and correct text with the suggestions of an index. */
  Warraq.suggester = function (index, analyser) {
    const { withoutPrefix } = analyser;

    /** Returns the rows [term, text, articles, url?, English name?] of terms in one of the ranges [first, last]. */
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
     * Returns completions of the last word of a text, the most frequent first: {text, whole, count}, where `whole` is
     * the text with the completed word; and names with the `url` of their own page.
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

    /**
     * Returns the text of the Arabic word that sounds most like a Latin one, of frequent and rare ones rather a
     * frequent.
     */
    async function closestTransliteration(name) {
      const rows = await rowsIn(Warraq.latin.firstLetters(name).map(rangeOf), MAX_FILES_TO_CORRECT);
      // A name of several words is known under each of them.
      const words = rows.flatMap(([, text, count]) => text.split(" ").map((word) => ({ text: word, count })));
      const candidates = words.filter(({ text }) => !analyser.isStop(text)).map(({ text, count }) => {
        const [word = ""] = analyser.words(text);
        const cost = Math.min(Warraq.latin.distance(name, word), Warraq.latin.distance(name, withoutPrefix(word)));
        return { text, cost: cost - COST_OF_RARITY * Math.log10(count) };
      });
      const near = candidates.filter(({ cost }) => cost < Infinity);
      return near.sort((a, b) => a.cost - b.cost)[0]?.text;
    }

    /** Returns the name of the archive whose English name is this word: «مصر» for «Egypt». */
    async function translated(name) {
      const rows = await rowsIn([[name, name]], MAX_FILES_TO_COMPLETE);
      return rows.find(([, , , , english]) => english?.toLowerCase() === name)?.[1];
    }

    /** Returns the Arabic for a name in Latin letters, of one or two words; undefined if a part has none. */
    async function transliterated(name) {
      const translation = await translated(name.toLowerCase());
      if (translation) return translation;
      const parts = await Promise.all(
        Warraq.latin.partsOf(name).map(async ({ arabic, latin, article }) => {
          const text = arabic || (await closestTransliteration(latin));
          return article && text && !text.startsWith("ال") ? `ال${text}` : text;
        }),
      );
      return parts.every(Boolean) ? parts.join(" ") : undefined;
    }

    /**
     * Returns the text of the word that was probably meant by a term of `count` articles. The whole `word` is compared
     * too: the stem of «البرلمن» lacks the first letter, and that of «الزيتزن» has an ending that «الزيتون» lacks.
     */
    async function closestWord({ term, word }, count) {
      const typed = withoutPrefix(word);
      if (typed.length < MIN_LETTERS_TO_CORRECT || Warraq.latin.is(term)) return undefined;
      const confused = CONFUSED.filter((letters) => letters.includes(term[0])).join("");
      // An article written with hamza, «ألحديقة», is taken for a part of the word.
      const bare = term.replace(/^ال/, "");
      const rows = await singleWords(Array.from(new Set([term[0], ...confused, bare[0], typed[0]])));
      const most = (given) => (given.length < MIN_LETTERS_FOR_ANY_EDIT ? 0.7 : 1);
      const editCost = (other, given) => {
        const cost = given.length < MIN_LETTERS_TO_CORRECT ? Infinity : Warraq.editCost(other, given);
        return cost > most(given) ? Infinity : cost;
      };
      const costOf = (other, text) => {
        if (other === bare) return COST_OF_HAMZA;
        const [meant = ""] = analyser.words(text);
        return Math.min(editCost(other, term), editCost(withoutPrefix(meant), typed));
      };
      const near = rows
        .map(([other, text, articles]) => ({ text, articles, cost: costOf(other, text) }))
        .filter(({ cost, articles }) => cost < Infinity && articles > count * MORE_FREQUENT);
      const likelihood = ({ cost, articles }) => GAIN_OF_FREQUENCY * Math.log10(articles) - cost;
      return near.sort((a, b) => likelihood(b) - likelihood(a))[0]?.text;
    }

    /** Returns the text with names in Latin letters, of which a term is doubtful, in Arabic. */
    async function correctLatin(text, doubtful) {
      const isDoubtful = (chunk) => analyser.terms(chunk).some((term) => doubtful.has(term));
      const chunks = text.split(/(\s+)/);
      const names = chunks.map((chunk) => chunk.replace(NUMBER_BEHIND, ""));
      const arabic = await Promise.all(
        names.map((name) => Warraq.latin.is(name) && isDoubtful(name) && transliterated(name)),
      );
      return chunks.map((chunk, i) => (arabic[i] ? arabic[i] + chunk.slice(names[i].length) : chunk)).join("");
    }

    /**
     * Returns the text with `doubtful` terms corrected (term → the number of articles that contain it); null if there
     * is no correction.
     */
    async function correct(text, doubtful) {
      const counts = new Map(doubtful);
      const whole = analyser.words(text);
      const words = new Map(analyser.terms(text).map((term, i) => [term, { term, word: whole[i] }]));
      const inText = Array.from(counts).filter(([term]) => words.has(term));
      const entries = await Promise.all(
        inText.map(async ([term, count]) => [term, await closestWord(words.get(term), count)]),
      );
      const corrections = new Map(entries);
      let corrected = await correctLatin(text, counts);
      for (const { term, start, end } of analyser.spans(corrected).reverse()) {
        const correction = corrections.get(term);
        if (correction) corrected = corrected.slice(0, start) + correction + corrected.slice(end);
      }
      return corrected === text ? null : corrected;
    }

    const bareForms = (text) => analyser.analysed(text).map(({ form }) => form.replace(/^ال/, "")).join(" ");

    /** Returns the number of articles with a word, with or without the article; 0 if it is not suggested. */
    async function articlesWith(word) {
      const [{ term }] = analyser.analysed(word);
      const rows = await rowsIn([[term, term]], 1);
      const counts = rows.filter(([, text]) => bareForms(text) === bareForms(word)).map(([, , articles]) => articles);
      return Math.max(0, ...counts);
    }

    /**
     * Returns the text with a hamza at the end of some words if it is much more frequent so, else null. `forms` are
     * pairs of a form and its number of articles.
     */
    async function supplyHamza(text, forms) {
      const counts = new Map(forms);
      let supplied = text;
      for (const { form, start, end } of analyser.spans(text).reverse()) {
        if (!counts.has(form) || text[end - 1] !== "ا") continue;
        const isFrequent = (await articlesWith(`${text.slice(start, end)}ء`)) > counts.get(form) * MORE_FREQUENT;
        if (isFrequent) supplied = `${supplied.slice(0, end)}ء${supplied.slice(end)}`;
      }
      return supplied === text ? null : supplied;
    }

    return { suggest, correct, supplyHamza };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

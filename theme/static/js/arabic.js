// SPDX-License-Identifier: MIT
// Text → the terms the index holds; twin of arabic/{spelling,stem,terms}.py, over the same table of rules.
(function (Warraq) {
  "use strict";

  const WORD = /\p{Nd}+|[\p{L}\p{Nl}\p{No}]+/gu;
  const RUN = /[^ \n]+/g; // no letter, and nothing that is folded, reaches over these blanks
  const PLAIN = /^[«("]*([\u0621-\u063f\u0641-\u064a]+)[.،؛:!؟»)"]*$/; // one word, whose letters fold where they stand
  const ASTRAL = /[\ud800-\udfff]/;
  const PIECE = /[\u1100-\u11ff]+|.\p{M}*/gsu; // what composition may join; conjoining Hangul is no mark

  /** The length in code points, as Python counts. */
  function length(word) {
    return ASTRAL.test(word) ? Array.from(word).length : word.length;
  }

  /** The analyser of a table of rules: arabic/rules.json, which comes with the index. */
  Warraq.analyser = function (rules) {
    const presentation = new RegExp(`[${rules.presentation}]+`, "g");
    const dropped = new RegExp(`[${rules.marks}${rules.invisible}]+`, "g");
    const foldable = new RegExp(`[${Object.keys(rules.fold).join("")}]`, "g");

    const foldLetter = (letter) => rules.fold[letter];

    function fold(text) {
      return text
        .normalize("NFC")
        .replace(presentation, (run) => run.normalize("NFKC"))
        .toLowerCase()
        .replace(dropped, "")
        .replace(foldable, foldLetter);
    }

    function words(text) {
      return fold(text).match(WORD) || [];
    }

    function without(affixes, word) {
      const fits = ([affix, rest]) => word.startsWith(affix) && length(word) >= affix.length + rest;
      const found = affixes.find(fits);
      return found ? word.slice(found[0].length) : word;
    }

    const withoutPrefix = (word) => without(rules.prefixes, word);

    function withoutSuffix(word, [affix, rest]) {
      const fits = word.endsWith(affix) && length(word) >= affix.length + rest;
      return fits ? word.slice(0, -affix.length) : word;
    }

    const trimmed = (word) => rules.suffixes.reduce(withoutSuffix, withoutPrefix(word));
    const folded = (list) => fold(list.join(" ")).split(" "); // at once: they are hundreds, and the reader waits
    let rooted = null;

    function stem(word) {
      const rest = trimmed(word);
      const bare = without(rules.joined, rest);
      if (bare === rest) return rest;
      rooted ||= new Set(folded(rules.rooted).map(trimmed)); // only now: most words ask for none of them
      return rooted.has(rest) ? rest : bare;
    }

    /**
     * What the stem of a word begins with whose first letters are written: the way it has if the word ends there
     * already, and the way it has if it goes on. Two of each where the first letter may be a preposition.
     */
    function beginnings(letters, least) {
      const [ended, going] = [trimmed(letters), withoutPrefix(letters)];
      const joined = rules.joined.some(([affix]) => going.startsWith(affix)) && length(going) > least;
      return [{ ended, going }, ...(joined ? [{ ended: without(rules.joined, ended), going: going.slice(1) }] : [])];
    }

    function terms(text) {
      return words(text).map(stem);
    }

    const foldedPieces = new Map();

    function foldPiece(piece) {
      let folded = foldedPieces.get(piece);
      if (folded === undefined) foldedPieces.set(piece, (folded = fold(piece)));
      return folded;
    }

    /** A folded text, and for each of its UTF-16 units where in the text it stands: [start, end). */
    function aligned(text) {
      const starts = [];
      const ends = [];
      let folded = "";
      let at = 0;
      let last = 0;
      for (const [piece] of text.matchAll(PIECE)) {
        const letters = foldPiece(piece);
        if (letters) last = folded.length;
        folded += letters;
        while (starts.length < folded.length) starts.push(at);
        at += piece.length;
        // What folds to nothing (tatweel, a joiner) belongs to the letter before it.
        for (let unit = last; unit < folded.length; unit++) ends[unit] = at;
      }
      return { folded, starts, ends };
    }

    /** The words of a run without blanks, as `spans` gives those of a text. */
    function wordsIn(run) {
      const plain = PLAIN.exec(run);
      if (plain) {
        const start = run.indexOf(plain[1]);
        return [{ word: plain[1].replace(foldable, foldLetter), start, end: start + plain[1].length }];
      }
      const { folded, starts, ends } = aligned(run);
      return Array.from(folded.matchAll(WORD), ({ 0: word, index }) => ({
        word,
        start: starts[index],
        end: ends[index + word.length - 1],
      }));
    }

    const known = new Map(); // run → its words: texts say the same again and again

    /** The terms of folded words, or "" for a word that has none of those sought: a term is a part of its word. */
    function soughtIn(terms) {
      const part = new RegExp(Array.from(terms).join("|"));
      return (word) => (part.test(word) ? stem(word) : "");
    }

    /**
     * The words of a text, each with its term and where it stands in the text, marks and all; only the terms that are
     * `sought`, if any are.
     */
    function spans(text, sought) {
      const termOf = sought ? soughtIn(sought) : stem;
      const found = [];
      for (const { 0: run, index } of text.matchAll(RUN)) {
        if (!known.has(run)) known.set(run, wordsIn(run));
        for (const { word, start, end } of known.get(run)) {
          found.push({ term: termOf(word), start: index + start, end: index + end });
        }
      }
      return found;
    }

    const stop = new Set(folded(rules.stop));

    /** Whether the text is nothing but words that every article holds. */
    function isStop(text) {
      return words(text).every((word) => stop.has(word));
    }

    return { fold, words, withoutPrefix, beginnings, stem, terms, spans, isStop };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

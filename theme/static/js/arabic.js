// SPDX-License-Identifier: MIT
// The analyser: text → the terms that the index contains. Twin of arabic/{spelling,stem,terms}.py, over the same rules.
(function (Warraq) {
  "use strict";

  const WORD = /\p{Nd}+|[\p{L}\p{Nl}\p{No}]+/gu;
  // Chunks between blanks that no letter and no folding spans.
  const CHUNK = /[^ \n]+/g;
  // A single word whose letters fold one by one.
  const PLAIN_WORD = /^[«("]*([\u0621-\u063f\u0641-\u064a]+)[.،؛:!؟»)"]*$/;
  const ASTRAL = /[\ud800-\udfff]/;
  // What Unicode composition may join; conjoining Hangul letters are no marks.
  const COMPOSABLE = /[\u1100-\u11ff]+|.\p{M}*/gsu;

  /** Returns the length in code points, as Python counts. */
  function codePoints(word) {
    return ASTRAL.test(word) ? Array.from(word).length : word.length;
  }

  /** Returns the analyser of the rules in arabic/rules.json, which the index contains. */
  Warraq.analyser = function (rules) {
    const presentationForms = new RegExp(`[${rules.presentation}]+`, "g");
    const dropped = new RegExp(`[${rules.marks}${rules.invisible}]+`, "g");
    const foldable = new RegExp(`[${Object.keys(rules.fold).join("")}]`, "g");

    const foldLetter = (letter) => rules.fold[letter];

    /** Returns the text normalised: without marks, in lower case, with variants of a letter made equal. */
    function fold(text) {
      return text
        .normalize("NFC")
        .replace(presentationForms, (forms) => forms.normalize("NFKC"))
        .toLowerCase()
        .replace(dropped, "")
        .replace(foldable, foldLetter);
    }

    /** Returns the folded words of a text. */
    function words(text) {
      return fold(text).match(WORD) || [];
    }

    // An affix and how many letters must remain without it.
    const isLongEnough = (word, [affix, minimum]) => codePoints(word) >= affix.length + minimum;

    /** Returns the word without the first of the prefixes that it has. */
    function withoutAnyOf(prefixes, word) {
      const prefix = prefixes.find((rule) => word.startsWith(rule[0]) && isLongEnough(word, rule));
      return prefix ? word.slice(prefix[0].length) : word;
    }

    const withoutPrefix = (word) => withoutAnyOf(rules.prefixes, word);

    function withoutSuffix(word, rule) {
      const [suffix] = rule;
      return word.endsWith(suffix) && isLongEnough(word, rule) ? word.slice(0, -suffix.length) : word;
    }

    const lightStem = (word) => rules.suffixes.reduce(withoutSuffix, withoutPrefix(word));
    // Lists of words are folded as one text, which is faster.
    const foldAll = (list) => fold(list.join(" ")).split(" ");
    let rooted = null;

    /**
     * Returns the term of a folded word: without prefix and suffixes, and without a preposition that is written as one word
     * with it, unless its first letter is known to belong to the root.
     */
    function stem(word) {
      const light = lightStem(word);
      const bare = withoutAnyOf(rules.joined, light);
      if (bare === light) return light;
      rooted ||= new Set(foldAll(rules.rooted).map(lightStem));
      return rooted.has(light) ? light : bare;
    }

    /**
     * Returns what the stems of words with these first letters begin with, as [{asWord, asPrefix}]: `asWord` if the word
     * ends there, `asPrefix` if it goes on. There are two if the first letter may be a preposition and more than
     * `minimum` letters are written.
     */
    function prefixStems(letters, minimum) {
      const asWord = lightStem(letters);
      const asPrefix = withoutPrefix(letters);
      const stems = [{ asWord, asPrefix }];
      const mayBePreposition = rules.joined.some(([preposition]) => asPrefix.startsWith(preposition));
      if (mayBePreposition && codePoints(asPrefix) > minimum) {
        stems.push({ asWord: withoutAnyOf(rules.joined, asWord), asPrefix: asPrefix.slice(1) });
      }
      return stems;
    }

    /** Returns the terms of a text. */
    function terms(text) {
      return words(text).map(stem);
    }

    const foldedPieces = new Map();

    function foldPiece(piece) {
      if (!foldedPieces.has(piece)) foldedPieces.set(piece, fold(piece));
      return foldedPieces.get(piece);
    }

    /** Returns a folded text, and for each of its UTF-16 units where it was in the text: [start, end). */
    function foldWithOffsets(text) {
      const starts = [];
      const ends = [];
      let folded = "";
      let position = 0;
      let pieceStart = 0;
      for (const [piece] of text.matchAll(COMPOSABLE)) {
        const letters = foldPiece(piece);
        if (letters) pieceStart = folded.length;
        folded += letters;
        while (starts.length < folded.length) starts.push(position);
        position += piece.length;
        // What folds to nothing (tatweel, a joiner) belongs to the letter before it.
        for (let unit = pieceStart; unit < folded.length; unit++) ends[unit] = position;
      }
      return { folded, starts, ends };
    }

    /** Returns the folded words of a chunk with their offsets: [{word, start, end}]. */
    function wordsOfChunk(chunk) {
      const plain = PLAIN_WORD.exec(chunk);
      if (plain) {
        const start = chunk.indexOf(plain[1]);
        return [{ word: plain[1].replace(foldable, foldLetter), start, end: start + plain[1].length }];
      }
      const { folded, starts, ends } = foldWithOffsets(chunk);
      return Array.from(folded.matchAll(WORD), ({ 0: word, index }) => ({
        word,
        start: starts[index],
        end: ends[index + word.length - 1],
      }));
    }

    // Chunk → its words: texts repeat them.
    const chunkWords = new Map();

    /** Returns a stemmer that is fast if few terms are wanted: "" for a word that contains none, as terms are substrings. */
    function stemmerFor(wanted) {
      const anyTerm = new RegExp(Array.from(wanted).join("|"));
      return (word) => (anyTerm.test(word) ? stem(word) : "");
    }

    /**
     * Returns the words of a text with their terms and offsets, marks included: [{term, start, end}]. If only some terms
     * are `wanted`, the term of other words may be "".
     */
    function spans(text, wanted) {
      const termOf = wanted ? stemmerFor(wanted) : stem;
      const found = [];
      for (const { 0: chunk, index } of text.matchAll(CHUNK)) {
        if (!chunkWords.has(chunk)) chunkWords.set(chunk, wordsOfChunk(chunk));
        for (const { word, start, end } of chunkWords.get(chunk)) {
          found.push({ term: termOf(word), start: index + start, end: index + end });
        }
      }
      return found;
    }

    const stopWords = new Set(foldAll(rules.stop));

    /** Returns whether all words of the text are stop words. */
    function isStop(text) {
      return words(text).every((word) => stopWords.has(word));
    }

    return { fold, words, withoutPrefix, prefixStems, stem, terms, spans, isStop };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

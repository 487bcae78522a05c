// SPDX-License-Identifier: MIT
// The analyser: text → the terms that the index contains, and the forms of the words. Twin of
// arabic/{spelling,search_spelling,stem,terms}.py, over the same rules.
(function (Warraq) {
  "use strict";

  // Three digits after a sign of grouping, as in «1,500,000», are one number. A full stop groups only where there are
  // two: «1.500» may be a fraction.
  // An emoji is a word, whatever its skin.
  const WORD =
    /\p{Nd}{1,3}(?:(?:[,٬،]\p{Nd}{3})+|(?:\.\p{Nd}{3}){2,})(?!\p{Nd})|\p{Nd}+|[\p{L}\p{Nl}\p{No}]+|[\u2600-\u27bf\u{1f300}-\u{1f3fa}\u{1f400}-\u{1faff}]/gu;
  const GROUP_SIGNS = /[,٬،.]/g;
  const STARTS_WITH_DIGIT = /^\p{Nd}/u;
  // Chunks between blanks that no letter and no folding spans.
  const CHUNK = /[^ \n]+/g;
  // A single word whose letters fold one by one.
  const PLAIN_WORD = /^[«("]*([\u0621-\u063f\u0641-\u064a]+)[.،؛:!؟»)"]*$/;
  const ASTRAL = /[\ud800-\udfff]/;
  // What Unicode composition may join; conjoining Hangul letters are no marks.
  const COMPOSABLE = /[\u1100-\u11ff]+|.\p{M}*/gsu;

  // Two characters carry what folding would lose until a word is stemmed: KEPT_ALEF begins a word whose «ال» is no
  // article («ألمع»), KEPT_YEH ends the particle «على», which is another word than the name «علي».
  const KEPT_ALEF = "\u0674";
  const KEPT_YEH = "\u0678";
  const MARK = "[\u0640\u064b-\u065f\u0670\u06d6-\u06ed]";
  const IN_WORD = "[\u0621-\u065f\u0670-\u06d3\u06d5-\u06ed]";
  // What follows replaces letters in the text as written, one character by one.
  const TANWEEN = new RegExp(
    `(?<=${IN_WORD}{2})(?:ا(?=\u064b)|(?<=\u064b)ا)(?!\u064b?${IN_WORD}(?<!\u064b))`,
    "g",
  );
  const HAMZA_AFTER_YEH = new RegExp(`(?<=ي)أ(?=${IN_WORD})`, "g");
  // «بدأوا» is «بدؤوا», «يقرأون» is «يقرؤون».
  const HAMZA_BEFORE_WAW = new RegExp(
    `(?<=${IN_WORD}{2})أ(?=${MARK}*و${MARK}*[ان]${MARK}*(?!${IN_WORD}))`,
    "g",
  );
  const HAMZA_BEFORE_LAM = new RegExp(
    `(?<!${IN_WORD})((?:[وفبكل]${MARK}*)?)(?:[أإآ]|ا(?=[\u0653-\u0655]))(?=${MARK}*ل)`,
    "g",
  );
  const PARTICLE = new RegExp(`(?<!${IN_WORD})((?:[وف]${MARK}*)?ع${MARK}*ل${MARK}*)ى(?!${IN_WORD})`, "g");
  const ACCENTED = /[\u00c0-\u024f\u1e00-\u1eff]/g;
  const ACCENTS = /[\u0300-\u036f]/g;
  // «لله» is ل and «الله», written with one lam less.
  const FOR_GOD = /^([وف]?)لله$/;
  const YEH_BEFORE_HAMZA = /يء$/;
  const HAMZA_ON_ALEF = /[آأإ]/g;
  const FINAL_ALEF_MAKSURA = /ى$/;
  const KEPT_IN_SPELLING = /[آأإى]/;
  const ARTICLE = "ال";
  const JOINED_LETTERS = "وفبكل"; // conjunctions and prepositions
  const PARTICLE_SIGN = "\u0640"; // ends the term of a particle: folding removes it elsewhere
  // A word of so few letters with one before it is another word.
  const LONGEST_ALONE = 2;
  // Prefixes with the article: in «للنهر» its alef is not written.
  const WITH_ARTICLE = /(?:ال|لل)$/;

  // A shorter beginning is mostly that of other words: «غرب*» asks for no «جربة».
  const MIN_LETTERS_OF_LOANWORD = 4;

  const withoutAccents = (letter) => letter.normalize("NFD").replace(ACCENTS, "");

  /**
   * Returns the text with the letters replaced that only their neighbours explain; its length stays. The alef of tanween
   * becomes a tatweel, which folding drops: «تقريراً» is «تقرير».
   */
  function keepContext(text) {
    return text
      .replaceAll(KEPT_ALEF, "\u0640")
      .replaceAll(KEPT_YEH, "ي")
      .replace(TANWEEN, "\u0640")
      .replace(HAMZA_AFTER_YEH, "ئ")
      .replace(HAMZA_BEFORE_WAW, "ئ")
      .replace(HAMZA_BEFORE_LAM, `$1${KEPT_ALEF}`)
      .replace(PARTICLE, `$1${KEPT_YEH}`);
  }

  /** Returns the word without the characters that only carry its context. */
  const finalSpelling = (word) => word.replaceAll(KEPT_ALEF, "ا").replaceAll(KEPT_YEH, "ى");

  /** Returns the length in code points, as Python counts. */
  function codePoints(word) {
    return ASTRAL.test(word) ? Array.from(word).length : word.length;
  }

  /** Returns the analyser of the rules in arabic/rules.json, which the index contains. */
  Warraq.analyser = function (rules) {
    const presentationForms = new RegExp(`[${rules.presentation}]+`, "g");
    const dropped = new RegExp(`[${rules.marks}${rules.invisible}]+`, "g");
    const { search } = rules;
    const ignored = new RegExp(`[${search.dropped}${rules.invisible}]+`, "g");
    const letters = { ...rules.fold, ...search.letters };
    const foldable = new RegExp(`[${Object.keys(letters).join("")}]`, "g");
    const alOfRoot = new RegExp(search.al_of_root);
    const joinedNames = search.joined_names.map((pattern) => new RegExp(pattern));
    const otherSpelling = new RegExp(search.spellings.map(([other]) => other).join("|"));
    const longLoanword = new RegExp(search.long_loanword, "u");

    const foldLetter = (letter) => letters[letter];

    /** Returns the text in lower case, without marks and accents. */
    function withoutMarks(text) {
      return text
        .normalize("NFC")
        .replace(presentationForms, (forms) => forms.normalize("NFKC"))
        .toLowerCase()
        .replace(dropped, "")
        .replace(ACCENTED, withoutAccents);
    }

    /** Returns text that `keepContext` has returned, normalised. */
    const foldKept = (text) => withoutMarks(text).replace(foldable, foldLetter);

    const foldInSpelling = (letter) => (KEPT_IN_SPELLING.test(letter) ? letter : foldLetter(letter));

    /** Returns the text normalised but for hamza on alef and alef maksura, which tell words apart. */
    const foldSpelling = (text) => withoutMarks(text.replace(ignored, "")).replace(foldable, foldInSpelling);

    /** Returns the text normalised: without marks, in lower case, with variants of a letter made equal. */
    const fold = (text) => finalSpelling(foldKept(withContext(text)));

    const withContext = (text) => keepContext(text.replace(ignored, ""));

    /** Returns the word; if its first «ال» belongs to the root, the alef is kept. */
    function keepAlOfRoot(word) {
      return word.replace(FOR_GOD, "$1لالله").replace(alOfRoot, `$1${KEPT_ALEF}`);
    }

    /**
     * Returns the words of a folded token, [{word, from, to}] with offsets in the token: two of a joined name, else one.
     * «عبدالله» is «عبد» and «الله», «1,500» is «1500».
     */
    function splitToken(token) {
      if (STARTS_WITH_DIGIT.test(token)) return [{ word: token.replace(GROUP_SIGNS, ""), from: 0, to: token.length }];
      const head = joinedNames.map((pattern) => pattern.exec(token)).find(Boolean)?.[1];
      const start = head ? head.length : 0;
      const last = { word: keepAlOfRoot(token.slice(start)), from: start, to: token.length };
      return head ? [{ word: head, from: 0, to: start }, last] : [last];
    }

    /** Returns the folded words of a text, with the characters that carry context. */
    function keptWords(text) {
      const tokens = foldKept(withContext(text)).match(WORD) || [];
      return tokens.flatMap(splitToken).map(({ word }) => word);
    }

    /** Returns the folded words of a text. */
    const words = (text) => keptWords(text).map(finalSpelling);

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

    /** Returns the word in one of the spellings that the press has for it. */
    function usualSpelling(word) {
      if (!otherSpelling.test(word)) return word;
      return search.spellings.reduce((spelled, [other, usual]) => spelled.replaceAll(other, usual), word);
    }

    const withoutSuffixes = (word) => rules.suffixes.reduce(withoutSuffix, word).replace(YEH_BEFORE_HAMZA, "ء");
    const lightStem = (base) => withoutSuffixes(usualSpelling(base));

    /** Returns a stem with ج for the غ of a long loanword: «غوانتانامو» as «جوانتانامو»; see arabic/stem.py. */
    const spellLoanword = (term) => (term.includes("غ") && longLoanword.test(term) ? term.replaceAll("غ", "ج") : term);

    /** Returns the words that no affix is removed from, as a map to their {term, form}; see arabic/stem.py. */
    function listWholeWords() {
      const ofParticles = keptWords(search.particles.join(" ")).flatMap((particle) => {
        const spelling = finalSpelling(particle);
        const term = spelling + PARTICLE_SIGN;
        return ["", "و", "ف"].map((letter) => [letter + particle, { term, form: spelling }]);
      });
      const ofNames = Object.entries(search.same_words).flatMap(([written, term]) => {
        const [word] = keptWords(written);
        const isClear = word.length > LONGEST_ALONE || word.includes(KEPT_ALEF);
        const letters = isClear ? ["", ...JOINED_LETTERS] : [""];
        return letters.map((letter) => [letter + word, { term, form: finalSpelling(word) }]);
      });
      return new Map([...ofParticles, ...ofNames]);
    }

    const wholeWords = listWholeWords();
    let rooted = null;

    function isRooted(light) {
      const stemOf = (word) => spellLoanword(lightStem(withoutPrefix(word)));
      rooted ||= new Set(keptWords(rules.rooted.join(" ")).map(stemOf));
      return rooted.has(spellLoanword(light));
    }

    /**
     * Returns the stem of a folded word, without prefix and suffixes, and its form, with its article and its suffixes. A
     * preposition that is written as one word with it is removed unless its first letter is known to belong to the root.
     */
    function analyse(word) {
      const whole = wholeWords.get(word);
      if (whole) return whole;
      const base = withoutPrefix(word);
      const article = WITH_ARTICLE.test(word.slice(0, word.length - base.length)) ? ARTICLE : "";
      const light = lightStem(base);
      const bare = withoutAnyOf(rules.joined, light);
      const isWhole = bare === light || isRooted(light);
      const term = spellLoanword(finalSpelling(isWhole ? light : bare));
      return { term, form: article + finalSpelling(isWhole ? base : base.slice(1)) };
    }

    const stem = (word) => analyse(word).term;

    /**
     * Returns what the stems of words with these first letters begin with, as [{asWord, asPrefix}]: `asWord` if the word
     * ends there, `asPrefix` if it goes on. There are more than one if the first letter may be a preposition and more than
     * `minimum` letters are written, or if the press has other letters for the same: «غوان» begins «جوانتانامو» too.
     */
    function prefixStems(letters, minimum) {
      const bare = withoutPrefix(letters);
      const usual = usualSpelling(bare);
      const starts = [bare, usual];
      if (codePoints(bare) >= MIN_LETTERS_OF_LOANWORD) starts.push(usual.replaceAll("غ", "ج"));
      return Array.from(new Set(starts)).flatMap((start) => stemsOfStart(start, minimum));
    }

    function stemsOfStart(asPrefix, minimum) {
      const asWord = withoutSuffixes(asPrefix);
      const mayBePreposition = rules.joined.some(([preposition]) => asPrefix.startsWith(preposition));
      if (!mayBePreposition || codePoints(asPrefix) <= minimum) return [{ asWord, asPrefix }];
      const joined = { asWord: withoutAnyOf(rules.joined, asWord), asPrefix: asPrefix.slice(1) };
      return [{ asWord, asPrefix }, joined];
    }

    /** Returns the stem and the form of each word of a text: [{term, form}]. */
    const analysed = (text) => keptWords(text).map(analyse);

    /** Returns the terms of a text. */
    const terms = (text) => keptWords(text).map(stem);

    const foldedPieces = new Map();

    function foldPiece(piece) {
      if (!foldedPieces.has(piece)) foldedPieces.set(piece, foldKept(piece));
      return foldedPieces.get(piece);
    }

    /** Returns a text without ignored characters, and where each of its units was, and the length of the text. */
    function visibleUnits(text) {
      const units = Array.from({ length: text.length }, (_, unit) => unit);
      for (const { 0: run, index } of text.matchAll(ignored)) units.fill(-1, index, index + run.length);
      return { visible: text.replace(ignored, ""), positions: [...units.filter((unit) => unit >= 0), text.length] };
    }

    /** Returns a folded text, and for each of its UTF-16 units where it was in the text: [start, end). */
    function foldWithOffsets(text) {
      const { visible, positions } = visibleUnits(text);
      const starts = [];
      const ends = [];
      let folded = "";
      let read = 0;
      let position = positions[0];
      let pieceStart = 0;
      for (const [piece] of keepContext(visible).matchAll(COMPOSABLE)) {
        const letters = foldPiece(piece);
        if (letters) pieceStart = folded.length;
        folded += letters;
        while (starts.length < folded.length) starts.push(position);
        read += piece.length;
        position = positions[read];
        // What folds to nothing (tatweel, a joiner) belongs to the letter before it.
        for (let unit = pieceStart; unit < folded.length; unit++) ends[unit] = position;
      }
      return { folded, starts, ends };
    }

    /** Returns a chunk folded, with the offsets of its letters as functions from one of the folded text. */
    function foldChunk(chunk) {
      const plain = PLAIN_WORD.exec(keepContext(chunk));
      if (plain) {
        const begin = plain[0].indexOf(plain[1]);
        const folded = plain[1].replace(foldable, foldLetter);
        return { folded, startOf: (unit) => begin + unit, endOf: (unit) => begin + unit + 1 };
      }
      const { folded, starts, ends } = foldWithOffsets(chunk);
      return { folded, startOf: (unit) => starts[unit], endOf: (unit) => ends[unit] };
    }

    /** Returns the folded words of a chunk with their offsets: [{word, start, end}]. */
    function wordsOfChunk(chunk) {
      const { folded, startOf, endOf } = foldChunk(chunk);
      return Array.from(folded.matchAll(WORD)).flatMap(({ 0: token, index }) =>
        splitToken(token).map(({ word, from, to }) => ({
          word,
          start: startOf(index + from),
          end: endOf(index + to - 1),
        })),
      );
    }

    // Chunk → its words: texts repeat them.
    const chunkWords = new Map();

    /**
     * Returns the words of a text with their terms, forms and offsets, marks included: [{term, form, start, end}].
     */
    function spans(text) {
      const found = [];
      for (const { 0: chunk, index } of text.matchAll(CHUNK)) {
        if (!chunkWords.has(chunk)) {
          chunkWords.set(chunk, wordsOfChunk(chunk).map(({ word, start, end }) => ({ ...analyse(word), start, end })));
        }
        for (const { term, form, start, end } of chunkWords.get(chunk)) {
          found.push({ term, form, start: index + start, end: index + end });
        }
      }
      return found;
    }

    // The mark of tanween hides no stop word: «جداً».
    const TANWEEN_MARKS = /\u064b/g;
    const questionWords = new Set(words(rules.question.join(" ")));
    const stopWords = new Set([...rules.stop, ...rules.question].flatMap(spellingsOf));

    /** Returns the words of a text with hamza and final yeh as written: «إمام» is no «أمام», «والي» no «وإلى». */
    const spelledWords = (text) => foldSpelling(text.replace(TANWEEN_MARKS, "")).match(WORD) || [];

    /** Returns the spellings of a listed word, with hamza and without. */
    function spellingsOf(word) {
      const [spelled] = foldSpelling(word).match(WORD);
      return [spelled, spelled.replace(HAMZA_ON_ALEF, "ا")];
    }

    /** Returns whether all words of the text are stop words. Some write every final ي as ى: «فى». */
    function isStop(text) {
      const isListed = (word) => stopWords.has(word) || stopWords.has(word.replace(FINAL_ALEF_MAKSURA, "ي"));
      return spelledWords(text).every(isListed);
    }

    /** Returns whether the text asks something: it begins with a question word, and goes on. */
    function isQuestion(text) {
      const [first, ...others] = words(text);
      return questionWords.has(first) && !isStop(others.join(" "));
    }

    let kinOf = null;

    /**
     * Returns the stems of the broken plurals of a word, or of the singulars of a broken plural: those that are listed, and
     * those that its form may have; of words of three letters too if it `isAlone`.
     */
    function kin({ term, form }, isAlone) {
      const derived = Warraq.otherNumbers(form.replace(/^ال(?=..)/, ""), isAlone).flatMap(terms);
      const others = new Set([...listedKin(term), ...derived]);
      others.delete(term);
      return Array.from(others);
    }

    /** Returns the stems that rules.json lists as plural or singular of a stem. */
    function listedKin(stemmed) {
      if (!kinOf) {
        kinOf = new Map();
        const add = (term, other) => kinOf.set(term, [...(kinOf.get(term) || []), other]);
        for (const pair of rules.plurals) {
          const [singular, plural] = terms(pair);
          add(singular, plural);
          add(plural, singular);
        }
      }
      return kinOf.get(stemmed) || [];
    }

    return { fold, words, kin, withoutPrefix, prefixStems, stem, analysed, terms, spans, isStop, isQuestion };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

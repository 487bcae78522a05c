// SPDX-License-Identifier: MIT
// The query language: what a reader wrote → the clauses of a lunr.Query, phrases, and words that should stand together.
(function (Warraq) {
  "use strict";

  // Letters after a first letter that may be a preposition; with fewer, too many other words have the prefix.
  const MIN_LETTERS_AFTER_PREPOSITION = 3;
  // Words whose neighbourhood counts; longer queries are told apart by their words.
  const MAX_NEAR_WORDS = 6;
  const LATEST_DAY = 31;
  // What the broken plural of a word weighs, or its singular; at half the weight of the word questions lose.
  const KIN_WEIGHT = 0.25;
  // In a longer query the other words say what is meant; each kin may be another file.
  const MAX_WORDS_WITH_KIN = 2;
  // What the form with an article weighs in place of the one without, and the reverse.
  const OTHER_FORM_WEIGHT = 0.5;
  // A query of so few words, none of them a stop word as in questions, is mostly a name.
  const MAX_WORDS_OF_NAME = 3;
  // A stem of so few letters, of a word with so many more, is that of other words: «سيهات» is no «سي».
  const MAX_LETTERS_OF_SHORT_STEM = 2;
  const MIN_LETTERS_STRIPPED = 3;
  // What its forms weigh then, for they stand in for the stem too.
  const FORMS_ALONE_WEIGHT = 1.5;
  // What precedes a form, so that no other term is within two letters of one.
  const FORM_PREFIX = "===";
  const STEM_SIGN = "=";

  const FIGURES = /^(\d{1,4}\/){1,2}\d{1,4}$/;
  const YEAR = /^(1[3-9]|20|21)\d\d$/;
  const ERA = /^(\p{Nd}{4})(?:هـ|ه|م)$/u;
  const ONLY_LETTERS = /^[^\p{L}\p{N}]*[\p{L}\p{M}\u200c\u200d\u0640]+[^\p{L}\p{N}]*$/u;
  const ADDRESS = /:\/\/|^www\./i;
  // «محصول عام 1998» asks for the year: an article of that year need not have the word.
  const NAMES_YEAR = /^(?:[وفبل]?عام|[وفبل]?سن[ةه]|[وفب]?ال(?:عام|سن[ةه])|للعام|للسن[ةه])$/;
  const DATE_FIELD = "date";
  const NUMBER = /^\d/;
  // Parts of names that mean nothing without the next word: kunya, family, servant.
  const BEGINS_NAME = new Set(["ال", "عبد", "ابو", "ابا", "ابي", "ام", "ذو", "ذي", "بنو", "بني", "بنت"]);
  const SON = new Set(["ابن", "بن"]); // it belongs to the name before it, too
  // Foreign names that «بأن» and «فإن» are without their hamza: «بان كي مون», «فان غوخ».
  const FOREIGN_NAME = /^[بف]ان$/;

  /** The query asks for more than this index answers; `reason` names the message for the reader. */
  Warraq.BadQuery = class extends Error {
    constructor(message, reason) {
      super(message);
      this.reason = reason;
    }
  };

  /** Returns a form as a term of the fields of forms: a form may belong to several stems. */
  Warraq.formTerm = (form, stem) => `${FORM_PREFIX}${form}${STEM_SIGN}${stem}`;

  const ARTICLE = "ال";
  const withoutArticle = (form) => (form.startsWith(ARTICLE) ? form.slice(ARTICLE.length) : form);

  /** Returns whether a word is looked up by its forms alone, since its stem would find other words. */
  const hasDoubtfulStem = ({ term, form }) =>
    term.length <= MAX_LETTERS_OF_SHORT_STEM && withoutArticle(form).length >= term.length + MIN_LETTERS_STRIPPED;

  /** Returns the form with the article if it has none, and without it if it has one. */
  const otherForm = (form) => (form.startsWith(ARTICLE) ? form.slice(ARTICLE.length) : ARTICLE + form);

  /** Returns the parser of queries over the fields of an index; `formFields` has the forms of some of them. */
  Warraq.queryLanguage = function (fields, analyser, formFields = {}) {
    const { REQUIRED, PROHIBITED, OPTIONAL } = lunr.Query.presence;
    const PRESENCES = { "+": REQUIRED, "-": PROHIBITED, "": OPTIONAL };
    const wordFields = fields.filter((name) => name !== DATE_FIELD);
    const dateFields = fields.filter((name) => name === DATE_FIELD);
    const formFieldsOf = (scope) => Object.keys(formFields).filter((name) => scope.includes(formFields[name]));

    /** Returns patterns of the terms of words with a prefix; and the stem of the prefix, which may be a whole word. */
    function prefixPatterns(prefix) {
      const stems = analyser.prefixStems(prefix, MIN_LETTERS_AFTER_PREPOSITION);
      return stems.flatMap(({ asWord, asPrefix }) =>
        asWord.startsWith(asPrefix) ? [`${asPrefix}*`] : [`${asPrefix}*`, asWord],
      );
    }

    /** Returns the fields in which a word of a query is looked up. */
    function scopeOf(token, isDate) {
      if (token.field) return [token.field];
      return isDate ? [...wordFields, ...dateFields] : wordFields;
    }

    function addClause(query, token, clause) {
      const defaults = { presence: PRESENCES[token.sign], boost: token.boost, editDistance: 0 };
      query.clause({ ...defaults, ...clause, term: clause.terms[0] });
    }

    /** Returns some forms of a term as terms, the first as the reader wrote it; `stems` is a map to the term. */
    function formTerms(term, forms) {
      const terms = forms.filter(Boolean).map((form) => Warraq.formTerm(form, term));
      return { terms, stems: new Map(terms.map((text) => [text, term])) };
    }

    /**
     * Adds the very form of a word, and the one that differs by the article. An article has them if it has the stem;
     * but they are rarer, so they weigh more.
     */
    function addForms(query, token, { term, form }, ofFields) {
      const weights = [[form, 1], [otherForm(form), OTHER_FORM_WEIGHT]];
      for (const [text, weight] of weights.filter(([text]) => text)) {
        const boost = token.boost * weight;
        const extra = { fields: ofFields, group: token.group, boost, isExtra: true };
        addClause(query, { ...token, sign: "" }, { ...formTerms(term, [text]), ...extra });
      }
    }

    /** Adds the stem of a word, which finds it; or its forms, if the stem is that of other words. */
    function addWord(query, token, word, { isDate, isRequired, withKin, withForms }) {
      const scope = scopeOf(token, isDate);
      const sign = token.sign || (isRequired ? "+" : "");
      const ofFields = formFieldsOf(scope);
      if (ofFields.length && !token.distance && !isDate && hasDoubtfulStem(word)) {
        const forms = formTerms(word.term, [word.form, otherForm(word.form)]);
        const boost = token.boost * FORMS_ALONE_WEIGHT;
        addClause(query, { ...token, sign }, { ...forms, fields: ofFields, group: token.group, boost });
        return;
      }
      const terms = isDate ? Array.from(new Set([word.term, word.term.replace(/^0+(?=\d)/, "")])) : [word.term];
      addClause(query, { ...token, sign }, { terms, fields: scope, group: token.group, editDistance: token.distance });
      if (sign === "-" || token.distance) return;
      if (ofFields.length && withForms && !isDate) addForms(query, token, word, ofFields);
      if (sign || !withKin) return;
      for (const term of analyser.kin(word, withForms)) {
        const boost = token.boost * KIN_WEIGHT;
        addClause(query, token, { terms: [term], fields: scope, group: token.group, boost, isExtra: true });
      }
    }

    /** Adds a word with stars. One star at the end is met with stems, others with the words as they are written. */
    function addPattern(query, token) {
      const scope = scopeOf(token, false);
      const isPrefix = token.text.indexOf("*") === token.text.length - 1;
      if (isPrefix) {
        const terms = analyser.words(token.text).slice(-1).flatMap(prefixPatterns);
        if (terms.length) addClause(query, token, { terms, fields: scope, group: token.group });
        return;
      }
      const parts = token.text.split(/\*+/).map((part) => analyser.words(part).join(""));
      parts[0] = analyser.withoutPrefix(parts[0]) === "" || parts[0] === "ال" ? "" : analyser.withoutPrefix(parts[0]);
      const ofFields = formFieldsOf(scope);
      const pattern = parts.join("*");
      if (ofFields.length) {
        const patterns = pattern.startsWith("*") ? [pattern] : [pattern, ARTICLE + pattern];
        const terms = patterns.map((form) => Warraq.formTerm(form, "*"));
        addClause(query, token, { terms, isFormPattern: true, fields: ofFields, group: token.group });
      } else addClause(query, token, { terms: [pattern], fields: scope, group: token.group });
    }

    /** Returns a phrase, whose terms must follow one another. */
    function phraseOf(token, words) {
      const terms = words.map((word) => word.term);
      const { group, sign } = token;
      return { terms, fields: token.field ? [token.field] : fields, prohibited: sign === "-", group };
    }

    /**
     * Adds the words of a quotation: one is the very word, several must follow one another; it is required unless other
     * operands are its alternatives.
     */
    function addQuotation(query, phrases, token, isAlternative) {
      const required = isAlternative ? "" : "+";
      const words = analyser.analysed(token.text);
      if (words.length === 1) {
        const [{ term, form }] = words;
        const scope = scopeOf(token, false);
        const ofFields = formFieldsOf(scope);
        const signed = { ...token, sign: token.sign || required };
        // What is joined before a word belongs to it: «"نهر"» finds «النهر», «"النهر"» does not find «نهر».
        const forms = form.startsWith(ARTICLE) ? [form] : [form, otherForm(form)];
        const { group } = token;
        if (ofFields.length) addClause(query, signed, { ...formTerms(term, forms), fields: ofFields, group });
        else addClause(query, signed, { terms: [term], fields: scope, group });
        return;
      }
      const phrase = phraseOf(token, words);
      phrases.push(phrase);
      if (phrase.prohibited) return;
      for (const term of phrase.terms) {
        const clause = { terms: [term], fields: phrase.fields, group: token.group, isOfPhrase: true };
        addClause(query, { ...token, sign: required }, clause);
      }
    }

    /** Returns for each token whether it is part of a date: a year, a word beside one, the day before that. */
    function dateFlags(tokens) {
      const texts = tokens.map(({ text, quoted }) => (quoted ? "" : analyser.words(text.replace(ERA, "$1")).join("/")));
      const isYear = (i) => YEAR.test(texts[i] || "");
      const isDay = (i) => /^\d{1,2}$/.test(texts[i]) && Number(texts[i]) <= LATEST_DAY;
      const hasYear = (text) => text.split("/").some((part) => YEAR.test(part));
      const isFigures = (i) => FIGURES.test(texts[i]) && hasYear(texts[i]);
      return texts.map((_, i) => isYear(i) || isFigures(i) || isYear(i + 1) || (isDay(i) && isYear(i + 2)));
    }

    const yearText = ({ text }) => analyser.words(text.replace(ERA, "$1"))[0] || "";
    const isYearAt = (tokens, i) => i < tokens.length && YEAR.test(yearText(tokens[i]));
    const isPlain = (token) => !token.sign && !token.field && !token.quoted && !token.distance && token.boost === 1;
    const isStop = (token) => isPlain(token) && !token.text.includes("*") && analyser.isStop(token.text);
    const beginsName = ({ text }) =>
      FOREIGN_NAME.test(text) || analyser.analysed(text).some(({ form }) => BEGINS_NAME.has(form));

    /**
     * Returns whether two neighbouring words are one thing: parts of a token («#يوم_الأرض»), a number and what it counts
     * or names («المادة 77», «50 دولارا»), parts of a name («آل الشيخ», «بن نايف»).
     */
    function areBound(before, after) {
      if (after.position - before.position > 1) return false;
      const isSon = SON.has(before.form) || SON.has(after.form);
      const hasNumber = NUMBER.test(before.term) || NUMBER.test(after.term);
      return before.token === after.token || hasNumber || isSon || BEGINS_NAME.has(before.form);
    }

    /**
     * Returns pairs of neighbouring words {first, second, gap, isBound}, which weigh more where they stand together.
     */
    function neighbours(words) {
      if (new Set(words.map(({ term }) => term)).size > MAX_NEAR_WORDS) return [];
      return words.slice(1).map((after, i) => {
        const before = words[i];
        const gap = after.position - before.position;
        return { first: before.term, second: after.term, gap, isBound: areBound(before, after) };
      });
    }

    /** Returns the words of a token, and whether all are required: of one like «info@example.org» that stands alone. */
    function compoundOf(token, tokens) {
      const text = token.text.replace(ERA, "$1");
      const words = analyser.analysed(text);
      const isCompound = words.length > 1 && !ONLY_LETTERS.test(text);
      const isRequired = isCompound && tokens.length === 1 && !ADDRESS.test(text);
      return { words, isRequired };
    }

    /**
     * Returns the clauses of a text, each with alternative terms; its phrases, whose terms must follow one another;
     * `near`, pairs of words that should; `forms`, the very words, with and without the article; `isName`, whether the
     * text is as short as a name; and `isQuestion`. Stop words that nothing marks are dropped if anything else remains.
     */
    function parse(text) {
      const tokens = Warraq.queryTokens(text, fields).filter((token) => analyser.words(token.text).length);
      const dates = dateFlags(tokens);
      const isQuestion = analyser.isQuestion(text);
      const isPartOfName = (token, i) => !isQuestion && i + 1 < tokens.length && beginsName(token);
      const namesYear = (token, i) => !isQuestion && isPlain(token) && NAMES_YEAR.test(token.text) && isYearAt(tokens, i + 1);
      const isContent = tokens.map((token, i) => (!isStop(token) && !namesYear(token, i)) || isPartOfName(token, i));
      const hasAlternative = ({ group }) => tokens.filter((token) => token.group === group).length > 1;
      const dropsStops = isContent.some(Boolean);
      const contentWords = isContent.filter(Boolean).length;
      const withKin = contentWords <= MAX_WORDS_WITH_KIN;
      // Beside other words, the forms of one word would outweigh them.
      const withForms = contentWords === 1;
      const isName = contentWords === tokens.length && contentWords <= MAX_WORDS_OF_NAME;
      const query = new lunr.Query(fields);
      const phrases = [];
      const inOrder = [];
      const forms = [];
      let position = 0;
      tokens.forEach((token, i) => {
        const { words, isRequired } = compoundOf(token, tokens);
        const start = position;
        position += words.length;
        if (dropsStops && !isContent[i]) return;
        if (token.quoted) addQuotation(query, phrases, token, hasAlternative(token));
        else if (token.text.includes("*")) addPattern(query, token);
        else if (words.length > 1 && token.sign === "-") phrases.push(phraseOf(token, words));
        else {
          const options = { isDate: dates[i], isRequired, withKin, withForms };
          words.forEach((word, k) => {
            const group = `${token.group}.${words.length > 1 ? k : ""}`;
            addWord(query, { ...token, group }, word, options);
          });
          if (token.sign === "-" || token.distance) return;
          words.forEach(({ term, form }, k) => {
            inOrder.push({ term, form, position: start + k, token: i });
            forms.push({ ...formTerms(term, [form, otherForm(form)]), written: form });
          });
        }
      });
      return { clauses: query.clauses, phrases, near: neighbours(inOrder), forms, isName, isQuestion };
    }

    return { parse };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

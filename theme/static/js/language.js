// SPDX-License-Identifier: MIT
// The query language: Lunr's own (+ - * ~ ^ field:) read with the archive's analyser, and "phrases".
(function (Warraq) {
  "use strict";

  // Letters after a first letter that may be a preposition; with fewer, too many other words have the prefix.
  const MIN_LETTERS_AFTER_PREPOSITION = 3;
  const MAX_EDIT_DISTANCE = 2;

  /** The query cannot be parsed, or asks for more than this index answers; `reason` names the message for the reader. */
  Warraq.BadQuery = class extends Error {
    constructor(message, reason = "bad-query") {
      super(message);
      this.reason = reason;
    }
  };

  function presenceOf(sign) {
    const { REQUIRED, PROHIBITED, OPTIONAL } = lunr.Query.presence;
    if (sign === "+") return REQUIRED;
    return sign === "-" ? PROHIBITED : OPTIONAL;
  }

  /** Returns the parser of queries over the fields of an index. */
  Warraq.queryLanguage = function (fields, analyser) {
    const quoted = new RegExp(`([+-]?)(?:(${fields.join("|")}):)?(?:"([^"]*)"|“([^”]*)”|«([^»]*)»)`, "g");

    /** Returns patterns of the terms of words with a prefix; and the stem of the prefix, which may be a whole word. */
    function prefixPatterns(prefix) {
      const stems = analyser.prefixStems(prefix, MIN_LETTERS_AFTER_PREPOSITION);
      return stems.flatMap(({ asWord, asPrefix }) =>
        asWord.startsWith(asPrefix) ? [`${asPrefix}*`] : [`${asPrefix}*`, asWord],
      );
    }

    /** Returns the terms, or patterns of terms, of a word in a query. */
    function termsOf(word) {
      const star = word.indexOf("*");
      if (star < 0) return analyser.terms(word);
      if (star === word.length - 1) return analyser.words(word).slice(-1).flatMap(prefixPatterns);
      return [word.split("*").map(analyser.fold).join("*")];
    }

    /**
     * Returns the phrases of a text, and the text without them. What is in quotation marks but has fewer than two terms is
     * read like other words.
     */
    function takePhrases(text) {
      const phrases = [];
      const remaining = text.replace(quoted, (all, sign, field, ...groups) => {
        const words = groups.slice(0, 3).join("");
        const terms = analyser.terms(words);
        if (terms.length < 2) return ` ${sign}${field ? `${field}:` : ""}${words.trim()} `;
        phrases.push({ terms, fields: field ? [field] : fields, prohibited: sign === "-" });
        return " ";
      });
      return { phrases, remaining };
    }

    /** Returns the text without colons that follow no field, as in «10:30»: to Lunr they would name one. */
    function withoutStrayColons(text) {
      return text.replace(/([^\s:+-]*):/g, (all, name) => (fields.includes(name) ? all : `${name} `));
    }

    function parseClauses(text) {
      try {
        return new lunr.QueryParser(withoutStrayColons(text), new lunr.Query(fields)).parse().clauses;
      } catch (error) {
        if (error instanceof lunr.QueryParseError) throw new Warraq.BadQuery(error.message);
        throw error;
      }
    }

    /** Returns whether nothing marks the word: no sign, boost, field, distance or star. */
    function isPlain(clause) {
      return (
        clause.presence === lunr.Query.presence.OPTIONAL &&
        clause.boost === 1 &&
        clause.fields.length === fields.length &&
        !clause.editDistance &&
        !clause.term.includes("*")
      );
    }

    function analysed({ term, fields: scope, presence, boost, editDistance = 0 }) {
      if (editDistance > MAX_EDIT_DISTANCE) throw new Warraq.BadQuery("an edit distance above two", "too-far");
      return { terms: termsOf(term), fields: scope, presence, boost, editDistance };
    }

    /** Returns clauses that require the terms of a phrase; isPhraseIn then checks their order. */
    function phraseClauses({ terms, fields: scope, prohibited }) {
      if (prohibited) return [];
      return terms.map((term) => ({
        terms: [term],
        fields: scope,
        presence: presenceOf("+"),
        boost: 1,
        editDistance: 0,
      }));
    }

    /**
     * Returns the clauses of a text, each with alternative terms, and its phrases, whose terms must follow one another.
     * Unmarked stop words are dropped if anything else remains.
     */
    function parse(text) {
      const { phrases, remaining } = takePhrases(text);
      const all = parseClauses(remaining);
      const content = all.filter((clause) => !(isPlain(clause) && analyser.isStop(clause.term)));
      const used = content.length || phrases.length ? content : all;
      const clauses = [...used.map(analysed), ...phrases.flatMap(phraseClauses)];
      return { clauses: clauses.filter((clause) => clause.terms.length), phrases };
    }

    return { parse };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

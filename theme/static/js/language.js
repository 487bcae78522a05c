// SPDX-License-Identifier: MIT
// The query language: Lunr's own (+ - * ~ ^ field:) read with the archive's analyser, and "phrases".
(function (Warraq) {
  "use strict";

  const SURE_WITHOUT_JOINED = 3; // letters after what may be a preposition: fewer begin too much else
  const FARTHEST = 2; // letters that ~ may change

  /** The query breaks the query language, or asks for more than this index answers; `reason` names which. */
  Warraq.BadQuery = class extends Error {
    constructor(message, reason = "bad-query") {
      super(message);
      this.reason = reason;
    }
  };

  const presence = (sign) =>
    ({ "+": lunr.Query.presence.REQUIRED, "-": lunr.Query.presence.PROHIBITED })[sign] ||
    lunr.Query.presence.OPTIONAL;

  /** The query language over an index's fields and analyser. */
  Warraq.queryLanguage = function (fields, analyser) {
    const quoted = new RegExp(`([+-]?)(?:(${fields.join("|")}):)?(?:"([^"]*)"|“([^”]*)”|«([^»]*)»)`, "g");

    /** Words that begin so; and the word itself, whose ending is off in the index. */
    function beginnings(word) {
      const begins = analyser.beginnings(word, SURE_WITHOUT_JOINED);
      return begins.flatMap(({ ended, going }) => (ended.startsWith(going) ? [`${going}*`] : [`${going}*`, ended]));
    }

    /** The terms, or patterns of terms, that a word of a query stands for. */
    function termsOf(word) {
      const star = word.indexOf("*");
      if (star < 0) return analyser.terms(word);
      if (star === word.length - 1) return analyser.words(word).slice(-1).flatMap(beginnings);
      return [word.split("*").map(analyser.fold).join("*")];
    }

    /** Takes phrases out of a text; what is in quotation marks and no phrase is read like other words. */
    function phrases(text) {
      const found = [];
      const rest = text.replace(quoted, (all, sign, field, ...ways) => {
        const words = ways.slice(0, 3).join("");
        const terms = analyser.terms(words);
        if (terms.length < 2) return ` ${sign}${field ? `${field}:` : ""}${words.trim()} `;
        found.push({ terms, fields: field ? [field] : fields, prohibited: sign === "-" });
        return " ";
      });
      return { found, rest };
    }

    /** A colon is Lunr's sign for a field; in «10:30» it is none. */
    function withoutStrayColons(text) {
      return text.replace(/([^\s:+-]*):/g, (all, name) => (fields.includes(name) ? all : `${name} `));
    }

    function clausesOf(text) {
      try {
        return new lunr.QueryParser(withoutStrayColons(text), new lunr.Query(fields)).parse().clauses;
      } catch (error) {
        if (error instanceof lunr.QueryParseError) throw new Warraq.BadQuery(error.message);
        throw error;
      }
    }

    function isPlain(clause) {
      return (
        clause.presence === lunr.Query.presence.OPTIONAL &&
        clause.boost === 1 &&
        clause.fields.length === fields.length &&
        !clause.editDistance &&
        !clause.term.includes("*")
      );
    }

    function clause(term, { fields: scope, presence: kind, boost, editDistance = 0 }) {
      if (editDistance > FARTHEST) throw new Warraq.BadQuery("a distance above two", "too-far");
      return { terms: termsOf(term), fields: scope, presence: kind, boost, editDistance };
    }

    function phraseClauses({ terms, fields: scope, prohibited }) {
      if (prohibited) return [];
      return terms.map((term) => ({ terms: [term], fields: scope, presence: presence("+"), boost: 1, editDistance: 0 }));
    }

    /**
     * What a text asks for: clauses of terms, and phrases whose terms must follow one another.
     * Words that every article holds are left out where another is there and nothing marks them.
     */
    function parse(text) {
      const { found, rest } = phrases(text);
      const read = clausesOf(rest);
      const telling = read.filter((one) => !(isPlain(one) && analyser.isStop(one.term)));
      const kept = telling.length || found.length ? telling : read;
      const clauses = [...kept.map((one) => clause(one.term, one)), ...found.flatMap(phraseClauses)];
      return { clauses: clauses.filter((one) => one.terms.length), phrases: found };
    }

    return { parse };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

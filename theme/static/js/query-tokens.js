// SPDX-License-Identifier: MIT
// Reads a query as a reader wrote it: words, quotations, and the signs that can only be meant as operators.
//
// Headlines, datelines and addresses are pasted into the field, so a sign counts only where nothing else can be meant:
// «-word» at the start of a word excludes it, but « - » between words, in an address or at the end is punctuation.
(function (Warraq) {
  "use strict";

  const QUOTATION = '"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|”([^“”]*)[“”]|‘([^‘’]*)’(?!\\p{L})|«([^»]*)»|‹([^›]*)›';
  const DASHES = "\\-−–‐‑";
  // Words outside a quotation, beside which it is still a demand; among more it is part of a pasted text.
  const MAX_BESIDE_QUOTATION = 3;
  const MAX_EDIT_DISTANCE = 2;
  const MAX_BOOST = 99;

  // A word between two dashes is an aside: «-الخرطوم-».
  const SIGN = new RegExp(`^([+${DASHES}])(?=[\\p{L}*])(?!.*[${DASHES}]$)`, "u");
  const FIELD = /^(\p{L}+):(?=[^\s/])/u;
  // «word~1^3» in either order, with digits of any kind.
  const SUFFIXES = /(?<=[\p{L}\p{M}*])(?:[~^][0-9٠-٩۰-۹]{1,2})+$/u;
  const HAS_WORD = /[\p{L}\p{N}\p{So}]/u;
  const IS_LATIN = /^[A-Za-z]{2,}$/;
  const ARTICLE = /^ال/;

  // Names of fields in queries → names in the index.
  const FIELD_NAMES = {
    عنوان: "title", نص: "body", متن: "body",
    كاتب: "author", كاتبة: "author", بقلم: "author", مؤلف: "author", محرر: "author", صحفي: "author", writer: "author", by: "author",
    مصدر: "source", صحيفة: "source", جريدة: "source", مجلة: "source", newspaper: "source",
    قسم: "section", باب: "section", ركن: "section", تصنيف: "section",
    مكان: "place", مدينة: "place", بلد: "place", تاريخ: "date", سنة: "date", عام: "date",
  };
  const OPERATORS = { AND: "and", "&&": "and", OR: "or", "||": "or", "|": "or", NOT: "not", "!": "not" };
  const ARABIC_OPERATORS = { و: "and", أو: "or", او: "or", ليس: "not" };

  const digitsOf = (text) => Number(text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15));

  /** Returns the pieces of a text: {text, sign, field, quoted}; a piece is a quotation or what stands between blanks. */
  function piecesOf(text) {
    const pattern = new RegExp(`([+${DASHES}]?)(?:(\\p{L}+):)?(?:${QUOTATION})(?:[~^]\\p{Nd}+)?(?=[\\s\\p{P}]|$)|\\S+`, "gu");
    return Array.from(text.matchAll(pattern), ([all, sign = "", field = "", ...groups]) => {
      const quoted = groups.find((group) => typeof group === "string");
      return quoted === undefined ? { text: all, sign: "", field: "" } : { text: quoted, sign, field, quoted: true };
    });
  }

  const isWord = ({ text }) => HAS_WORD.test(text);

  /** Returns the words of quotations that are part of a pasted text as words, and the others as they are. */
  function readQuotations(pieces) {
    const beside = pieces.filter((piece) => !piece.quoted && isWord(piece)).length;
    return pieces.flatMap((piece) => {
      const isDemand = piece.sign || piece.field || beside <= MAX_BESIDE_QUOTATION;
      if (!piece.quoted || (isDemand && !piece.text.includes("*"))) return [piece];
      return piecesOf(piece.text).map((word) => ({ ...word, sign: word.sign || piece.sign, field: piece.field }));
    });
  }

  /** Returns a piece without the signs before and behind it, which become properties. */
  function readSigns(piece, fields) {
    const token = { ...piece, boost: 1, distance: 0 };
    if (!piece.quoted) {
      const sign = SIGN.exec(token.text);
      if (sign) [token.sign, token.text] = [sign[1], token.text.slice(1)];
      const [prefix, name] = FIELD.exec(token.text) || [];
      if (name) [token.field, token.text] = [name, token.text.slice(prefix.length)];
      const [suffixes = ""] = SUFFIXES.exec(token.text) || [];
      token.text = token.text.slice(0, token.text.length - suffixes.length);
      for (const [sign, ...digits] of suffixes.match(/[~^][^~^]+/g) || []) {
        const number = digitsOf(digits.join(""));
        if (sign === "~") token.distance = Math.min(number, MAX_EDIT_DISTANCE);
        else token.boost = Math.min(Math.max(number, 1), MAX_BOOST);
      }
    }
    const name = token.field.replace(ARTICLE, "");
    const field = Object.hasOwn(FIELD_NAMES, name) ? FIELD_NAMES[name] : token.field.toLowerCase();
    if (token.field && !fields.includes(field)) return { ...token, text: `${token.field}:${token.text}`, field: "" };
    return { ...token, field, sign: token.sign && (token.sign === "+" ? "+" : "-") };
  }

  /** Returns whether a text is an English headline in capitals, in which AND is a word. */
  function isShouted(pieces) {
    const latin = pieces.filter(({ text, quoted }) => !quoted && IS_LATIN.test(text) && !OPERATORS[text]);
    return latin.length > 1 && latin.every(({ text }) => text === text.toUpperCase());
  }

  /** Returns a function from a piece to the operator that it is, if any. */
  function operatorReader(pieces) {
    const latin = isShouted(pieces) ? {} : OPERATORS;
    // In Arabic they are common words: only a query of nothing but words with operators between them has any.
    const alternates = pieces.length > 2 && pieces.length % 2 === 1;
    const isArabicQuery = alternates && pieces.every(({ text }, i) => i % 2 === 0 || ARABIC_OPERATORS[text]);
    const isDefinite = (i) => ARTICLE.test(pieces[i].text);

    return (piece, i) => {
      if (piece.quoted) return undefined;
      if (Object.hasOwn(latin, piece.text)) return latin[piece.text];
      if (!isArabicQuery || i % 2 === 0) return undefined;
      const operator = ARABIC_OPERATORS[piece.text];
      return operator === "not" && !(isDefinite(i - 1) && isDefinite(i + 1)) ? undefined : operator;
    };
  }

  /**
   * Applies the operator between the last operand and the next: `and` requires both, `not` excludes the second, `or` makes
   * them one group, of which none is required: «(a OR b) AND c», «a AND (b OR c)».
   */
  function applyOperator(operator, operands, after) {
    if (operator === "not") after.sign ||= "-";
    const before = operands.at(-1);
    if (!before) return;
    if (operator === "or") {
      after.group = before.group;
      if (before.isJoined) before.sign = "";
    }
    const isAlternative = operands.at(-2)?.group === before.group;
    for (const operand of operator === "and" ? [before, after] : []) {
      if (operand.sign || (operand === before && isAlternative)) continue;
      Object.assign(operand, { sign: "+", isJoined: true });
    }
  }

  /**
   * Returns the operands of a query: {text, quoted, sign: "+", "-" or "", field, boost, distance, group}. Operands of one
   * group are alternatives.
   */
  Warraq.queryTokens = function (text, fields) {
    const pieces = readQuotations(piecesOf(text)).filter((piece) => isWord(piece) || OPERATORS[piece.text]);
    const operatorOf = operatorReader(pieces);
    const tokens = [];
    let pending = null;
    pieces.forEach((piece, i) => {
      const operator = i < pieces.length - 1 && operatorOf(piece, i);
      if (operator) pending = operator;
      if (operator || !isWord(piece)) return;
      const token = { ...readSigns(piece, fields), group: tokens.length };
      if (pending) applyOperator(pending, tokens, token);
      pending = null;
      tokens.push(token);
    });
    return tokens;
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

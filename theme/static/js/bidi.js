// SPDX-License-Identifier: MIT
// Isolates the left-to-right runs of Arabic text whose order the bidirectional algorithm would change: «C++», «-5»,
// telephone numbers. Twin of arabic/bidi.py, which explains each rule; tests/vectors/bidi.json is for both.
(function (Warraq) {
  "use strict";

  const RTL = "\\u0590-\\u065f\\u066a\\u066d-\\u06ef\\u06fa-\\u08ff\\u200f\\ufb1d-\\ufdff\\ufe70-\\ufefc";
  const LETTER =
    "A-Za-z\\u00aa\\u00b5\\u00ba\\u00c0-\\u00d6\\u00d8-\\u00f6\\u00f8-\\u02b8\\u0370-\\u058f\\u0900-\\u1fff" +
    "\\u2c00-\\u2dff\\u3040-\\ud7ff";
  const DIGIT = "0-9٠-٩۰-۹";
  const RTL_PUNCTUATION = "،؛؟٪٭۔\u200f";
  const PREFIXES = "@#.+\\-−±$€£¥~≈/\\\\*_&<>=^";
  const SUFFIXES = "+#%‰°*/=$€£¥_&′″";
  const STRONG_PREFIXES = "@#$€£¥";
  const PROCLITIC = /(?:^|[\s(«"])[وفبكل]ـ?$/;
  const PROCLITIC_LENGTH = 3;

  const STRETCH = new RegExp(`[^${RTL}]+`, "g");
  const CORE = new RegExp(`[${PREFIXES}]{0,3}[${LETTER}${DIGIT}](?:.*[${LETTER}${DIGIT}])?[${SUFFIXES}]{0,3}`, "s");
  const ANY_LETTER = new RegExp(`[${LETTER}]`);
  const DIGITS = new RegExp(`[${DIGIT}]`, "g");
  const LETTER_OR_DIGIT = new RegExp(`[${LETTER}${DIGIT}]`);
  const LETTERS = new RegExp(`[${LETTER}]`, "g");
  const RTL_CHARACTERS = new RegExp(`[${RTL}]`, "g");
  const RTL_CHARACTER = new RegExp(`[${RTL}]`);
  const WORD = new RegExp(`[${LETTER}][^ \\n]*`, "g");
  const NUMBER_BEFORE_WORD = new RegExp(`^[^${LETTER}]*[${DIGIT}][^${LETTER}\\s]*\\s+`);
  const UNIT =
    /^(?:[°kmcdµnMGT]?(?:[mgLlsbBWVAJNCF]|Wh|Hz|Pa|bps|cal)(?:[²³]|\/[a-z]+)?|px|pt|ft|in|mph|rpm|dpi|ha|USD|EUR|GBP|SAR|[AaPp]\.?[Mm]|GMT|UTC|[xX] ?[0-9].*)$/;
  const SENTENCE_END = /^[.!?…]{1,3}/;
  const CLOSING_QUOTE = '"”»’)]';
  const INITIALS = new RegExp(`^(?:[${LETTER}]\\.)+[${LETTER}]$`);
  const PARTICLES = new Set(["of", "the", "and", "for", "in", "on", "de", "la", "du", "et", "al", "el"]);
  const SENTENCE_WORDS = 3;
  const BRACKETS = ["()", "[]", "{}", "<>", "“”", "«»", '""'];

  const N = `[${DIGIT}]+(?:[.,٫٬:/][${DIGIT}]+)*`;
  const OPERATORS = "×÷=*<>≈≠≤≥^+";
  const NUMERIC = new RegExp(
    `(?<phone>\\+[${DIGIT}][${DIGIT} ().\\-/]{4,22}[${DIGIT}]|[0٠۰][${DIGIT}][${DIGIT} ()\\-/]{4,20}[${DIGIT}]` +
      `|\\([${DIGIT}]{2,5}\\)[${DIGIT} \\-/]{4,20}[${DIGIT}])` +
      `|(?<keys>(?:[*#]{1,2}[${DIGIT}]{1,12}){1,6}#)` +
      `|(?<groups>[${DIGIT}]+(?:[-‐‑][${DIGIT}]+){2,})` +
      `|(?<thousands>[${DIGIT}]{1,3}(?: [${DIGIT}]{3}){2,}(?![${DIGIT}]))` +
      `|(?<term>[+\\-−±]?${N}(?:\\s?[${OPERATORS}\\-−–÷]\\s?[-−]?${N})+[%°]?)` +
      `|(?<signed>[+\\-−±$€£¥#~≈<>≤≥]{1,2}${N}[%‰°$€£¥]?)` +
      `|(?<suffixed>${N} ?[%‰°$€£¥+′″])|${N}`,
    "g",
  );
  const SIGN_OF_RUN = new RegExp(`[+\\-−±$€£¥#~≈<>≤≥%‰°×÷=*^″′‐‑]|[${DIGIT}] [${DIGIT}]`);
  const [FEWEST_PHONE_DIGITS, MOST_PHONE_DIGITS] = [7, 15];

  function isRtlLetter(text, position) {
    const character = text[position];
    return character !== undefined && !RTL_PUNCTUATION.includes(character) && RTL_CHARACTER.test(character);
  }

  function isReordered(text, start, end) {
    return !(ANY_LETTER.test(text[start]) && LETTER_OR_DIGIT.test(text[end - 1]));
  }

  function beginsWord(text, start) {
    if (STRONG_PREFIXES.includes(text[start])) return true;
    if (PROCLITIC.test(text.slice(Math.max(0, start - PROCLITIC_LENGTH), start))) return true;
    return !(isRtlLetter(text, start - 1) || LETTER_OR_DIGIT.test(text[start - 1] || " "));
  }

  function trimAttachedSigns(text, [start, end]) {
    if (!beginsWord(text, start)) while (!LETTER_OR_DIGIT.test(text[start])) start++;
    if (isRtlLetter(text, end)) while (!LETTER_OR_DIGIT.test(text[end - 1])) end--;
    return [start, end];
  }

  function isSentence(words) {
    const isLower = (word) => word[0] !== word[0].toUpperCase();
    const hasProse = words.slice(1).some((word) => isLower(word) && !PARTICLES.has(word));
    return words.length >= SENTENCE_WORDS && words[0][0] !== words[0][0].toLowerCase() && hasProse;
  }

  function includeSentenceEnd(text, start, end) {
    const [mark] = SENTENCE_END.exec(text.slice(end, end + 3)) || [];
    const after = end + (mark || "").length;
    if (!mark || isRtlLetter(text, after)) return end;
    const words = text.slice(start, end).match(WORD) || [];
    if (mark === "." && INITIALS.test(words.at(-1))) return after;
    const isQuoted = after < text.length && CLOSING_QUOTE.includes(text[after]);
    if (isQuoted && words.length > 1) return after;
    const isOwnMark = mark === "?" || (mark === "!" ? words.length > 1 : isSentence(words));
    return isOwnMark ? after : end;
  }

  function includeBrackets(text, start, end) {
    for (const [opening, closing] of BRACKETS) {
      const inside = text.slice(start, end);
      const opened = inside.split(opening).length - 1;
      const closed = inside.split(closing).length - 1;
      const isUnpairedQuote = opening === closing && opened % 2 === 1;
      if ((closed > opened || isUnpairedQuote) && text[start - 1] === opening) start--;
      else if ((opened > closed || isUnpairedQuote) && text[end] === closing) end++;
    }
    return [start, end];
  }

  const IS_RUN = {
    phone(text, start, end) {
      const run = text.slice(start, end);
      const { length } = run.match(DIGITS);
      return length >= FEWEST_PHONE_DIGITS && length <= MOST_PHONE_DIGITS && !run.includes(" - ");
    },
    keys: () => true,
    groups: () => true,
    thousands: () => true,
    term: (text, start, end) => Array.from(text.slice(start + 1, end)).some((sign) => OPERATORS.includes(sign)),
    signed: beginsWord,
    suffixed: (text, start, end) => !isRtlLetter(text, end),
  };

  function numericRuns(text, start, end) {
    const runs = [];
    if (!SIGN_OF_RUN.test(text.slice(start, end))) return runs;
    for (const number of text.slice(start, end).matchAll(NUMERIC)) {
      const kind = Object.keys(IS_RUN).find((name) => number.groups[name] !== undefined);
      const first = start + number.index;
      const last = first + number[0].length;
      if (kind && IS_RUN[kind](text, first, last)) runs.push(includeBrackets(text, first, last));
    }
    return runs;
  }

  function wholeRun(text) {
    const start = text.length - text.trimStart().length;
    const end = text.trimEnd().length;
    return isReordered(text, start, end) ? [[start, end]] : [];
  }

  function wordRuns(text, start, stretch) {
    const core = CORE.exec(stretch);
    const coreStart = start + core.index;
    let [first, last] = trimAttachedSigns(text, [coreStart, coreStart + core[0].length]);
    const [number] = NUMBER_BEFORE_WORD.exec(text.slice(first, last)) || [""];
    const runs = [];
    if (number && !UNIT.test(text.slice(first + number.length, last))) {
      runs.push(...numericRuns(text, first, first + number.length));
      first += number.length;
    }
    last = includeSentenceEnd(text, first, last);
    [first, last] = includeBrackets(text, first, last);
    if (isReordered(text, first, last)) runs.push([first, last]);
    return runs;
  }

  /** Returns [start, end] of each run of a text to be isolated, in order. */
  Warraq.leftToRightRuns = function (text) {
    return Array.from(text.matchAll(STRETCH)).flatMap(({ 0: stretch, index }) => {
      if (!LETTER_OR_DIGIT.test(stretch)) return [];
      if (!ANY_LETTER.test(stretch)) return numericRuns(text, index, index + stretch.length);
      if (stretch.length === text.length) return wholeRun(text);
      return wordRuns(text, index, stretch);
    });
  };

  /** Returns the direction of most letters of a text. Its first letter may be that of a name in another script. */
  Warraq.directionOf = function (text) {
    const rtl = text.match(RTL_CHARACTERS)?.length || 0;
    const ltr = text.match(LETTERS)?.length || 0;
    return rtl < ltr ? "ltr" : "rtl";
  };

  function isolate(nodes) {
    const run = document.createElement("bdi");
    run.dir = "ltr";
    run.append(...nodes);
    return run;
  }

  /** Returns the part of pieces {text, hit} from one position to another of their joined text, drawn by `draw`. */
  function drawPart(pieces, start, end, draw) {
    const nodes = [];
    let position = 0;
    for (const { text, hit } of pieces) {
      const part = text.slice(Math.max(0, start - position), Math.max(0, end - position));
      if (part) nodes.push(draw(part, hit));
      position += text.length;
    }
    return nodes;
  }

  /** Fills an element with pieces {text, hit}, their runs isolated; `draw(text, hit)` returns a node or a string. */
  Warraq.drawIsolated = function (element, pieces, draw = (text) => text) {
    const text = pieces.map((piece) => piece.text).join("");
    const nodes = [];
    let position = 0;
    for (const [start, end] of Warraq.leftToRightRuns(text)) {
      nodes.push(...drawPart(pieces, position, start, draw), isolate(drawPart(pieces, start, end, draw)));
      position = end;
    }
    element.replaceChildren(...nodes, ...drawPart(pieces, position, text.length, draw));
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

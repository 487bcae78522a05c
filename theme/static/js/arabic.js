// SPDX-License-Identifier: MIT
// Text → the terms the index holds; twin of arabic/{spelling,stem,terms}.py, over the same table of rules.
(function (Warraq) {
  "use strict";

  const WORD = /\p{Nd}+|[\p{L}\p{Nl}\p{No}]+/gu;
  const ASTRAL = /[\ud800-\udfff]/;

  /** The length in code points, as Python counts. */
  function length(word) {
    return ASTRAL.test(word) ? Array.from(word).length : word.length;
  }

  /** The analyser of a table of rules: arabic/rules.json, which comes with the index. */
  Warraq.analyser = function (rules) {
    const presentation = new RegExp(`[${rules.presentation}]+`, "g");
    const dropped = new RegExp(`[${rules.marks}${rules.invisible}]+`, "g");
    const foldable = new RegExp(`[${Object.keys(rules.fold).join("")}]`, "g");

    function fold(text) {
      return text
        .normalize("NFC")
        .replace(presentation, (run) => run.normalize("NFKC"))
        .toLowerCase()
        .replace(dropped, "")
        .replace(foldable, (letter) => rules.fold[letter]);
    }

    function words(text) {
      return fold(text).match(WORD) || [];
    }

    function withoutPrefix(word) {
      const fits = ([affix, rest]) => word.startsWith(affix) && length(word) >= affix.length + rest;
      const found = rules.prefixes.find(fits);
      return found ? word.slice(found[0].length) : word;
    }

    function withoutSuffix(word, [affix, rest]) {
      const fits = word.endsWith(affix) && length(word) >= affix.length + rest;
      return fits ? word.slice(0, -affix.length) : word;
    }

    function stem(word) {
      return rules.suffixes.reduce(withoutSuffix, withoutPrefix(word));
    }

    function terms(text) {
      return words(text).map(stem);
    }

    const stop = new Set(rules.stop.map(fold));

    /** Whether the text is nothing but words that every article holds. */
    function isStop(text) {
      return words(text).every((word) => stop.has(word));
    }

    return { fold, words, withoutPrefix, stem, terms, isStop };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Decodes a shard: its terms with their postings and positions; plugins/search/encode/postings.py encodes them.
(function (Warraq) {
  "use strict";

  /**
   * Returns the postings list of a term in one field: `articles`, the term's `frequencies` in them, and their
   * `lengths`, which are null if they are not stored in postings.
   */
  function decodeList(input, withLengths, { orderBits, lengthOrder }) {
    const count = input.golomb(0);
    const articles = new Uint32Array(count);
    const frequencies = new Uint32Array(count);
    const lengths = withLengths ? new Uint32Array(count) : null;
    const order = count ? input.bits(orderBits) : 0;
    let article = -1;
    for (let i = 0; i < count; i++) {
      article += input.golomb(order) + 1;
      articles[i] = article;
      frequencies[i] = input.golomb(0) + 1;
      if (lengths) lengths[i] = input.golomb(lengthOrder);
    }
    return { articles, frequencies, lengths };
  }

  /** Returns the terms of front-coded lines: the first character of a line encodes how much of the line before to keep. */
  Warraq.decodeFrontCoded = function (lines, firstPrefixCharacter) {
    let before = "";
    return lines.map((line) => {
      const prefix = before.slice(0, line.charCodeAt(0) - firstPrefixCharacter);
      before = prefix + line.slice(1);
      return before;
    });
  };

  /**
   * Returns the terms of a shard's text in order, [{text, lists: one per field}], and the name of their positions file.
   * `withLengths` states for each field whether its lengths are stored in postings. The lists of a term are decoded when
   * they are first asked for: most never are.
   */
  Warraq.decodeShard = function (text, withLengths, constants) {
    const [positionsFile, postings, ...lines] = text.split("\n");
    const bytes = Warraq.decodeBase64(postings);
    const sizes = Warraq.bitReader(bytes);

    function decodeLists(start) {
      const input = Warraq.bitReader(bytes, start);
      return withLengths.map((stored) => decodeList(input, stored, constants));
    }

    function termAt(term) {
      const start = sizes.skip(sizes.golomb(constants.sizeOrder));
      let lists = null;
      return {
        text: term,
        get lists() {
          return (lists ||= decodeLists(start));
        },
      };
    }

    const terms = Warraq.decodeFrontCoded(lines.slice(0, -1), constants.firstPrefixCharacter);
    return { positionsFile, terms: terms.map(termAt) };
  };

  /** Returns the ascending positions of a term in one article: gaps of which the first is from 0. */
  function decodePositions(input, frequency) {
    let position = 0;
    return Array.from({ length: frequency }, () => (position += input.number()));
  }

  /** Adds `positions` to each postings list of `terms`: for each article, how many tokens precede each occurrence. */
  Warraq.addPositions = function (terms, bytes) {
    const input = Warraq.byteReader(bytes);
    for (const list of terms.flatMap((term) => term.lists)) {
      list.positions = Array.from(list.frequencies, (frequency) => decodePositions(input, frequency));
    }
  };

  /** Returns the index of the first article of a list that is not below `article`, by binary search. */
  function lowerBound({ articles }, article) {
    let low = 0;
    let high = articles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (articles[middle] < article) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function positionsIn(list, article) {
    const index = lowerBound(list, article);
    return list.articles[index] === article ? list.positions[index] : [];
  }

  /** Returns whether the terms follow one another in a field of an article. */
  Warraq.isPhraseIn = function (terms, field, article) {
    const [first, ...others] = terms.map((term) => new Set(positionsIn(term.lists[field], article)));
    const followed = (start) => others.every((positions, i) => positions.has(start + i + 1));
    return Array.from(first).some(followed);
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

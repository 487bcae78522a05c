// SPDX-License-Identifier: MIT
// Decodes a shard: its terms with their postings and positions; plugins/search/encode/postings.py encodes them.
(function (Warraq) {
  "use strict";

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  /** Returns the numbers of the forms of all postings, ascending within each: gaps, of which the first is from 0. */
  function decodeForms(input, frequencies) {
    const forms = new Uint16Array(sum(frequencies));
    let position = 0;
    for (const frequency of frequencies) {
      let form = 0;
      for (let i = 0; i < frequency; i++) forms[position++] = form += input.golomb(0);
    }
    return forms;
  }

  /**
   * Returns the postings list of a term in one field: `articles`, the term's `frequencies` in them, their `lengths`, which
   * are null if they are not stored in postings, and the numbers of the `forms`, null if the term has only one.
   */
  function decodeList(input, withLengths, hasForms, { orderBits, lengthOrder }) {
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
    const forms = hasForms ? decodeForms(input, frequencies) : null;
    return { articles, frequencies, lengths, forms };
  }

  const NO_POSTINGS = { articles: [], frequencies: [], lengths: [], forms: null };
  Warraq.noPostings = NO_POSTINGS;

  /** Returns the postings list of one form of a term, from the list of the term. */
  Warraq.postingsOfForm = function ({ articles, frequencies, lengths, forms }, number) {
    if (!forms) return number ? NO_POSTINGS : { articles, frequencies, lengths, forms };
    const found = { articles: [], frequencies: [], lengths: lengths && [], forms: null };
    let position = 0;
    for (let i = 0; i < articles.length; i++) {
      let frequency = 0;
      for (let k = 0; k < frequencies[i]; k++) if (forms[position++] === number) frequency++;
      if (!frequency) continue;
      found.articles.push(articles[i]);
      found.frequencies.push(frequency);
      if (lengths) found.lengths.push(lengths[i]);
    }
    return found;
  };

  /** Returns the forms of a term from what follows it in its line: «~» is the term itself, «=» precedes another word. */
  function decodeFormTexts(term, texts) {
    if (!texts.length) return [term];
    return texts.map((text) => {
      if (text.startsWith("=")) return text.slice(1);
      return text.includes("~") ? text.replace("~", term) : term + text;
    });
  }

  /** Returns the terms of front-coded lines with their forms, [{text, forms}]: the first character of a line encodes how much of the line before to keep. */
  Warraq.decodeFrontCoded = function (lines, firstPrefixCharacter) {
    let before = "";
    return lines.map((line) => {
      const [head, ...forms] = line.split("\t");
      const prefix = before.slice(0, head.charCodeAt(0) - firstPrefixCharacter);
      before = prefix + head.slice(1);
      return { text: before, forms: decodeFormTexts(before, forms) };
    });
  };

  /**
   * Returns the terms of a shard's text in order, [{text, forms, lists: one per field}], and the name of their positions file.
   * `withLengths` states for each field whether its lengths are stored in postings. The lists of a term are decoded when
   * they are first asked for: most never are.
   */
  Warraq.decodeShard = function (text, withLengths, constants) {
    const [positionsFile, postings, ...lines] = text.split("\n");
    const bytes = Warraq.decodeBase64(postings);
    const sizes = Warraq.bitReader(bytes);

    function decodeLists(start, hasForms) {
      const input = Warraq.bitReader(bytes, start);
      return withLengths.map((stored) => decodeList(input, stored, hasForms, constants));
    }

    function termAt({ text: term, forms }) {
      const start = sizes.skip(sizes.golomb(constants.sizeOrder));
      let lists = null;
      return {
        text: term,
        forms,
        get lists() {
          return (lists ||= decodeLists(start, forms.length > 1));
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

  Warraq.positionsIn = positionsIn;

  /** Returns whether the terms follow one another in a field of an article. */
  Warraq.isPhraseIn = function (terms, field, article) {
    const [first, ...others] = terms.map((term) => new Set(positionsIn(term.lists[field], article)));
    const followed = (start) => others.every((positions, i) => positions.has(start + i + 1));
    return Array.from(first).some(followed);
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

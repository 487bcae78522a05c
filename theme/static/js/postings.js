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

  /** Returns the next bucket of a length: the most frequent ones have short codes. */
  function decodeBucket(input, bucketsByCode) {
    if (!input.bits(1)) return bucketsByCode[input.bits(2)];
    return bucketsByCode[input.bits(1) ? 8 + input.bits(3) : 4 + input.bits(2)];
  }

  /**
   * Returns the postings list of a term in one field: `articles`, the term's `frequencies` in them, their `lengths`, or
   * `buckets` of them if they are quantised, and the numbers of the `forms`, null if the term has only one.
   */
  function decodeList(input, isQuantised, hasForms, { orderBits, lengthOrder, bucketsByCode }) {
    const count = input.golomb(0);
    const articles = new Uint32Array(count);
    const frequencies = new Uint32Array(count);
    const lengths = isQuantised ? null : new Uint32Array(count);
    const buckets = isQuantised ? new Uint8Array(count) : null;
    const order = count ? input.bits(orderBits) : 0;
    let article = -1;
    for (let i = 0; i < count; i++) {
      article += input.golomb(order) + 1;
      articles[i] = article;
      frequencies[i] = input.golomb(0) + 1;
      if (isQuantised) buckets[i] = decodeBucket(input, bucketsByCode);
      else lengths[i] = input.golomb(lengthOrder);
    }
    const forms = hasForms ? decodeForms(input, frequencies) : null;
    return { articles, frequencies, lengths, buckets, forms };
  }

  const NO_POSTINGS = { articles: [], frequencies: [], lengths: [], buckets: null, forms: null };
  Warraq.noPostings = NO_POSTINGS;

  /** Returns the postings list of one form of a term, from the list of the term. */
  Warraq.postingsOfForm = function ({ articles, frequencies, lengths, buckets, forms }, number) {
    if (!forms) return number ? NO_POSTINGS : { articles, frequencies, lengths, buckets, forms };
    const found = { articles: [], frequencies: [], lengths: lengths && [], buckets: buckets && [], forms: null };
    let position = 0;
    for (let i = 0; i < articles.length; i++) {
      let frequency = 0;
      for (let k = 0; k < frequencies[i]; k++) if (forms[position++] === number) frequency++;
      if (!frequency) continue;
      found.articles.push(articles[i]);
      found.frequencies.push(frequency);
      if (lengths) found.lengths.push(lengths[i]);
      if (buckets) found.buckets.push(buckets[i]);
    }
    return found;
  };

  /**
   * Returns the forms of a term from what follows it in its line: «~» is the term itself, «=» precedes another word.
   */
  function decodeFormTexts(term, texts) {
    if (!texts.length) return [term];
    return texts.map((text) => {
      if (text.startsWith("=")) return text.slice(1);
      return text.includes("~") ? text.replace("~", term) : term + text;
    });
  }

  /**
   * Returns the terms of front-coded lines with their forms, [{text, forms}]: the first character of a line encodes how
   * much of the line before to keep.
   */
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
   * Adds `positions` to postings lists: for all their articles one after another, how many tokens precede each
   * occurrence; and `positionStarts`, the first of each article and the end of the last.
   */
  function addPositions(input, lists, { orderBits }) {
    for (const list of lists) {
      const { frequencies } = list;
      list.positions = new Uint32Array(sum(frequencies));
      list.positionStarts = new Uint32Array(frequencies.length + 1);
      const order = frequencies.length ? input.bits(orderBits) : 0;
      let written = 0;
      frequencies.forEach((frequency, i) => {
        let position = 0;
        for (let k = 0; k < frequency; k++) list.positions[written++] = position += input.golomb(order);
        list.positionStarts[i + 1] = written;
      });
    }
  }

  /**
   * Returns a function that returns the first bit of the next term's codes, and skips them; their size precedes them.
   */
  function termSkipper(bytes, sizeOrder) {
    const input = Warraq.bitReader(bytes);
    return () => input.skip(input.golomb(sizeOrder));
  }

  /**
   * Returns the terms of a shard's text in order, [{text, forms, lists: one per field}]. `areQuantised` states for each
   * field whether its lengths are. The lists of a term are decoded when they are first asked for, and its positions when
   * `addPositions` of a list is called: most never are.
   */
  Warraq.decodeShard = function (text, areQuantised, constants) {
    const [positions, postings, ...lines] = text.split("\n");
    const bytes = Warraq.decodeBase64(postings);
    const nextTerm = termSkipper(bytes, constants.sizeOrder);
    let positionsOfTerms = null;

    function decodeLists(start, hasForms, number) {
      const input = Warraq.bitReader(bytes, start);
      const lists = areQuantised.map((isQuantised) => decodeList(input, isQuantised, hasForms, constants));
      const addAll = () => addPositions(positionReader(number), lists, constants);
      return lists.map((list) => Object.assign(list, { addPositions: addAll }));
    }

    /** Returns a reader of the positions of a term. */
    function positionReader(number) {
      if (!positionsOfTerms) {
        const decoded = Warraq.decodeBase64(positions);
        const nextPositions = termSkipper(decoded, constants.sizeOrder);
        positionsOfTerms = { bytes: decoded, starts: terms.map(nextPositions) };
      }
      return Warraq.bitReader(positionsOfTerms.bytes, positionsOfTerms.starts[number]);
    }

    function termAt({ text: term, forms }, number) {
      const start = nextTerm();
      let lists = null;
      return {
        text: term,
        forms,
        get lists() {
          return (lists ||= decodeLists(start, forms.length > 1, number));
        },
      };
    }

    const terms = Warraq.decodeFrontCoded(lines.slice(0, -1), constants.firstPrefixCharacter).map(termAt);
    return terms;
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

  /** Returns the ascending positions of a list's term in an article. */
  function positionsIn(list, article) {
    const index = lowerBound(list, article);
    if (list.articles[index] !== article) return [];
    if (!list.positions) list.addPositions();
    return list.positions.subarray(list.positionStarts[index], list.positionStarts[index + 1]);
  }

  Warraq.positionsIn = positionsIn;

  /** Returns whether the terms follow one another in a field of an article. */
  Warraq.isPhraseIn = function (terms, field, article) {
    const [first, ...others] = terms.map((term) => new Set(positionsIn(term.lists[field], article)));
    const followed = (start) => others.every((positions, i) => positions.has(start + i + 1));
    return Array.from(first).some(followed);
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

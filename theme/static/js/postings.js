// SPDX-License-Identifier: MIT
// Decodes a shard: its terms with their postings; plugins/search/encode/postings.py encodes them.
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
   * much of the line before to keep. Letters are swapped in `text`.
   */
  Warraq.decodeFrontCoded = function (text, { firstPrefixCharacter }) {
    let before = "";
    return Warraq.swapLetters(text).split("\n").map((line) => {
      const [head, ...forms] = line.split("\t");
      const prefix = before.slice(0, head.charCodeAt(0) - firstPrefixCharacter);
      before = prefix + head.slice(1);
      return { text: before, forms: decodeFormTexts(before, forms) };
    });
  };

  /**
   * Returns the terms of a shard's text in order, [{text, forms, lists: one per field, loadPositions}]. `areQuantised`
   * states for each field whether its lengths are. The lists of a term are decoded when they are first asked for, and
   * its positions when `addPositions` of a list is called: most never are. `loadPositions()` loads those of long lists,
   * which a shard has only in part; `loadFile` loads their file by its name.
   */
  Warraq.decodeShard = function (text, areQuantised, constants, loadFile) {
    const [nameOfFull, positions, postings, ...lines] = text.split("\n");
    const postingsOfTerms = Warraq.termReaders(postings, constants);
    const positionsOfTerms = Warraq.termReaders(positions, constants);

    function decodeLists(hasForms, number) {
      const input = postingsOfTerms(number);
      const lists = areQuantised.map((isQuantised) => decodeList(input, isQuantised, hasForms, constants));
      const addPositions = () => Warraq.addPositions(positionsOfTerms(number), lists, constants);
      return lists.map((list) => Object.assign(list, { addPositions }));
    }

    function termAt({ text: term, forms }, number) {
      let lists = null;
      return {
        text: term,
        forms,
        get lists() {
          return (lists ||= decodeLists(forms.length > 1, number));
        },
        async loadPositions() {
          const isPartial = this.lists.some((list) => Warraq.isLongList(list, constants));
          if (isPartial) Warraq.addFullPositions((await loadFile(nameOfFull))(number), this.lists, constants);
        },
      };
    }

    return Warraq.decodeFrontCoded(lines.slice(0, -1).join("\n"), constants).map(termAt);
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

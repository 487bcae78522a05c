// SPDX-License-Identifier: MIT
// How long a field of an article is: bounds for all articles, exact lengths for a few.
//
// A score depends on the length of the article. To load the exact lengths of all articles that match would cost much, so
// the index stores quantised lengths, one character per article: bucket k is the lengths from 8k² to 8(k + 1)² - 1
// (plugins/search/encode/char_columns.py). The character "`" is 0x60 - 0x5d = 3, hence 72 to 127 tokens. From these
// bounds top-k.js computes bounds of scores, and asks for exact lengths only where they decide.
(function (Warraq) {
  "use strict";

  // Articles whose exact lengths are read from their results: each may be a file.
  const MOST_FROM_RECORDS = 32;
  const FIRST_SURROGATE = 0xd800;
  const SURROGATES = 0x800;

  /** Returns the numbers that a text encodes, one per character. */
  Warraq.decodeCharacters = function (text, firstCharacter) {
    const decode = (character) => {
      const point = character.codePointAt(0);
      return (point < FIRST_SURROGATE ? point : point - SURROGATES) - firstCharacter;
    };
    return Uint32Array.from(text, decode);
  };

  /** Returns the shortest length of a bucket. */
  Warraq.shortestInBucket = (bucket, factor) => factor * bucket * bucket;

  /** Returns a function from a file's text to the lengths of its `count` articles. */
  const lengthDecoder = (count, orderBits) => (text) => {
    const input = Warraq.bitReader(Warraq.decodeBase64(text));
    const order = input.bits(orderBits);
    return Uint32Array.from({ length: count }, () => input.golomb(order));
  };

  /**
   * Returns the lengths of an index: the tables `shortest` and `longest` with a bound per article, null for fields whose
   * lengths are in the postings; and functions that load bounds and exact lengths. `loadRecord` loads an article's record.
   */
  Warraq.fieldLengths = function (root, files, loadRecord) {
    const { lengthsPerFile, orderBits, firstCharacter, bucketFactor } = root.constants;
    const namesOf = (names) => names && Warraq.decodeNames(names, root.constants.hashBytes);
    const lengthFiles = root.fields.map((field) => namesOf(root.lengths[field]));
    const bucketFiles = root.fields.map((field) => namesOf(root.lengthBuckets[field]));
    const inPostings = lengthFiles.map((names) => !names);
    // Tables of form fields are those of the fields whose forms they are.
    const sources = Object.values(root.formFields || {}).map((name) => root.fields.indexOf(name));
    const withFormFields = (tables) => [...tables, ...sources.map((field) => tables[field])];
    const newTables = () => withFormFields(lengthFiles.map((names) => names && new Uint32Array(root.count)));
    const shortest = newTables();
    const longest = newTables();

    const fileOf = (article) => Math.floor(article / lengthsPerFile);

    /** Writes the bounds that one file of buckets contains into the tables. */
    function writeBounds(field, number, text) {
      const first = number * lengthsPerFile;
      for (let i = 0; i < text.length; i++) {
        const bucket = text.charCodeAt(i) - firstCharacter;
        shortest[field][first + i] = Warraq.shortestInBucket(bucket, bucketFactor);
        longest[field][first + i] = Warraq.shortestInBucket(bucket + 1, bucketFactor) - 1;
      }
    }

    /** Loads the bounds of a postings list's articles into the tables, unless the list contains their lengths. */
    async function loadBounds(list, field) {
      if (list.lengths) return;
      const numbers = Array.from(new Set(list.articles.map(fileOf)));
      const load = (number) =>
        files.getHashed("m", bucketFiles[field].at(number), (text) => writeBounds(field, number, text));
      await Promise.all(numbers.map(load));
    }

    async function lengthInFile(article, field) {
      const number = fileOf(article);
      const count = Math.min(lengthsPerFile, root.count - number * lengthsPerFile);
      const lengths = await files.getHashed("l", lengthFiles[field].at(number), lengthDecoder(count, orderBits));
      return lengths[article % lengthsPerFile];
    }

    async function lengthInRecord(article, field) {
      const { lengths } = await loadRecord(article);
      const before = inPostings.slice(0, field).filter((stored) => !stored);
      return lengths[before.length];
    }

    /** Returns tables of the exact lengths of some articles, null for fields whose lengths are in the postings. */
    async function exactLengths(articles) {
      const tables = newTables();
      const lengthOf = articles.length > MOST_FROM_RECORDS ? lengthInFile : lengthInRecord;
      async function write(table, field, article) {
        table[article] = await lengthOf(article, field);
      }
      const written = tables.slice(0, root.fields.length).flatMap((table, field) =>
        table ? articles.map((article) => write(table, field, article)) : [],
      );
      await Promise.all(written);
      return tables;
    }

    return { shortest, longest, inPostings, loadBounds, exactLengths };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

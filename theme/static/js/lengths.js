// SPDX-License-Identifier: MIT
// How long a field of an article is: bounds for all postings, exact lengths for a few articles.
//
// A score depends on the length of the article. Postings of a body contain a bucket: bucket k is the lengths from 8k² to
// 8(k + 1)² - 1, so 3 is 72 to 127 tokens (plugins/search/encode/field_lengths.py). From these bounds top-k.js computes
// bounds of scores, and asks for exact lengths only where they decide.
(function (Warraq) {
  "use strict";

  // Articles whose exact lengths are read from their results: each may be a file.
  const MOST_FROM_RECORDS = 32;

  /** Returns the shortest length of a bucket. */
  Warraq.shortestInBucket = (bucket, factor) => factor * bucket * bucket;

  /** Returns a function from a file's text to the lengths of its `count` articles. */
  const lengthDecoder = (count, orderBits) => (text) => {
    const input = Warraq.bitReader(Warraq.decodeBase64(text));
    const order = input.bits(orderBits);
    return Uint32Array.from({ length: count }, () => input.golomb(order));
  };

  /**
   * Returns `areQuantised`, whether postings of each field contain buckets, and functions that give the length of a
   * field in each article of a postings list: `shortest(list, field)`, `longest(list, field)`, and what
   * `exactLengths(articles)` resolves to, which knows these articles only. `loadRecord` loads an article's record.
   */
  Warraq.fieldLengths = function (root, files, loadRecord) {
    const { lengthsPerFile, orderBits, bucketsByCode, bucketFactor } = root.constants;
    const namesOf = (names) => names && Warraq.decodeNames(names, root.constants.hashBytes);
    const lengthFiles = root.fields.map((field) => namesOf(root.lengths[field]));
    const areQuantised = lengthFiles.map(Boolean);
    // Fields of forms have the lengths of the fields whose forms they are.
    const sources = Object.values(root.formFields || {}).map((name) => root.fields.indexOf(name));
    const sourceOf = (field) => (field < root.fields.length ? field : sources[field - root.fields.length]);

    const shortestOf = bucketsByCode.map((_, bucket) => Warraq.shortestInBucket(bucket, bucketFactor));

    /** Returns the longest length of each bucket of a field. */
    function longestOf(field) {
      const longest = root.longest[sourceOf(field)];
      return shortestOf.map((_, bucket) => Math.min(longest, (shortestOf[bucket + 1] || Infinity) - 1));
    }

    /** Returns a length for each article of a postings list; a loop, for lists are long. */
    function byBucket({ lengths, buckets }, lengthOfBucket) {
      if (lengths) return lengths;
      const ofArticles = new Uint32Array(buckets.length);
      for (let i = 0; i < buckets.length; i++) ofArticles[i] = lengthOfBucket[buckets[i]];
      return ofArticles;
    }

    const shortest = (list) => byBucket(list, shortestOf);
    const longest = (list, field) => byBucket(list, longestOf(field));

    async function lengthInFile(article, field) {
      const number = Math.floor(article / lengthsPerFile);
      const count = Math.min(lengthsPerFile, root.count - number * lengthsPerFile);
      const lengths = await files.getHashed("l", lengthFiles[field].at(number), lengthDecoder(count, orderBits));
      return lengths[article % lengthsPerFile];
    }

    async function lengthInRecord(article, field) {
      const { lengths } = await loadRecord(article);
      const before = areQuantised.slice(0, field).filter(Boolean);
      return lengths[before.length];
    }

    async function exactLengths(articles) {
      const lengthOf = articles.length > MOST_FROM_RECORDS ? lengthInFile : lengthInRecord;
      const pairsOf = (field) => Promise.all(articles.map(async (article) => [article, await lengthOf(article, field)]));
      const tables = await Promise.all(
        areQuantised.map(async (isQuantised, field) => isQuantised && new Map(await pairsOf(field))),
      );
      return (list, field) => list.lengths || Array.from(list.articles, (article) => tables[sourceOf(field)].get(article));
    }

    return { shortest, longest, areQuantised, exactLengths };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Opens the index, and finds the files that contain a term, a record, a facet or suggestions.
(function (Warraq) {
  "use strict";

  // Must equal FORMAT in plugins/search/write/root.py.
  const FORMAT = 10;

  const hexadecimal = (byte) => byte.toString(16).padStart(2, "0");

  /**
   * Returns the names of files in base64 as {count, at}: few of them are asked for, so each is decoded by `at(number)`.
   */
  Warraq.decodeNames = function (base64, hashBytes) {
    const bytes = Warraq.decodeBase64(base64);
    const at = (number) => {
      const hash = bytes.subarray(number * hashBytes, (number + 1) * hashBytes);
      return Array.from(hash, hexadecimal).join("");
    };
    return { count: bytes.length / hashBytes, at };
  };

  /**
   * Returns the key of a file by its first term, an FNV hash in hexadecimal digits; see `key_of` in
   * plugins/search/write/script_files.py.
   */
  Warraq.keyOf = function (term, keyBytes) {
    let number = 0x811c9dc5;
    for (let i = 0; i < term.length; i++) number = Math.imul(number ^ term.charCodeAt(i), 0x01000193);
    const high = number >>> (32 - 8 * keyBytes);
    return high.toString(16).padStart(2 * keyBytes, "0");
  };

  /** Returns the index of the last of the sorted `begins` that is not above `term`; 0 if all are. */
  function lastNotAbove(begins, term) {
    let low = 0;
    let high = begins.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (begins[middle] <= term) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Returns the names of the files in a directory that contain the terms from `first` to `last`. */
  function namesBetween({ begins, nameAt }, first, last) {
    const start = lastNotAbove(begins, first);
    const end = Math.min(lastNotAbove(begins, last) + 1, begins.length);
    return Array.from({ length: Math.max(0, end - start) }, (_, i) => nameAt(start + i));
  }

  /**
   * Returns the index below a URL; tests pass another `load` than a script tag. Rejects if the root is of another
   * format.
   */
  Warraq.openIndex = async function (base, load) {
    const files = Warraq.fileCache(base, load);
    const root = await files.get("root", JSON.parse);
    if (root.format !== FORMAT) throw files.broken(`the index has format ${root.format}, not ${FORMAT}`);
    const { constants } = root;
    const rules = JSON.parse(Warraq.swapLetters(root.rules));

    const frontCoded = (text) => Warraq.decodeFrontCoded(text.slice(0, -1), constants);

    /** Returns the first terms of a directory's files, and a function from a number to the name of that file. */
    function directoryOf({ begins: lines, names }) {
      const begins = frontCoded(lines).map(({ text }) => text);
      const hashes = Warraq.decodeNames(names, constants.hashBytes - constants.keyBytes);
      return { begins, nameAt: (number) => Warraq.keyOf(begins[number], constants.keyBytes) + hashes.at(number) };
    }

    const decodeDirectory = (text) => directoryOf(JSON.parse(text));
    const rootDirectory = directoryOf(root.terms);
    const recordFolders = Warraq.decodeNames(root.folders, constants.hashBytes);
    const lengths = Warraq.fieldLengths(root, files, record);

    /** Returns the names of the shards with terms from `first` to `last`; null if they may be more than `limit`. */
    async function shardsBetween(first, last, limit) {
      let names = namesBetween(rootDirectory, first, last);
      for (let depth = root.terms.depth; depth > 0 && names.length < limit; depth--) {
        const directories = names.map((name) => files.getHashed("d", name, decodeDirectory));
        names = (await Promise.all(directories)).flatMap((directory) => namesBetween(directory, first, last));
      }
      return names.length > limit ? null : names;
    }

    const decodeTerms = (base64) => Warraq.termReaders(base64, constants);
    const fullPositions = (name) => files.getHashed("p", name, decodeTerms);
    const decodeShard = (text) => Warraq.decodeShard(text, lengths.areQuantised, constants, fullPositions);

    /** Returns the terms of a shard with their postings and positions. */
    const shard = (name) => files.getHashed("t", name, decodeShard);

    const decodeRecords = (text) => JSON.parse(Warraq.swapLetters(text));

    /**
     * Returns what a result shows of an article: its whole text, or only its `opening` in an index without passages.
     */
    async function record(article) {
      const file = Math.floor(article / root.perFile);
      const folder = recordFolders.at(Math.floor(file / root.perFolder));
      const rows = await files.get(`r/${folder}/${file % root.perFolder}`, decodeRecords);
      const [title, url, day, date, names, text, ...fieldLengths] = rows[article % root.perFile];
      const [source, ...authors] = names.split("\n");
      const heading = { article, title, url, day, date, source, authors, lengths: fieldLengths };
      return root.passages ? { ...heading, text: async () => text } : { ...heading, opening: text };
    }

    const facetNames = (name) => Warraq.decodeNames(root.facets[name], constants.hashBytes);

    /** Returns the values that the filter of a facet lists, or those in another of its files; or the days of all. */
    const facet = (name, number = 0) => files.getHashed("f", facetNames(name).at(number), JSON.parse);

    /**
     * Returns which file of a facet may contain the value with a key that the filter does not list; 0 if there is none.
     */
    function facetFileOf(name, key) {
      const others = facetNames(name).count - 1;
      return others && 1 + (parseInt(Warraq.keyOf(key, constants.keyBytes), 16) % others);
    }

    const isFacetPartial = (name) => facetNames(name).count > 1;

    /** Returns all terms of the archive with their forms, [{text, forms}]. */
    const vocabulary = () => files.getHashed("v", root.vocabulary, frontCoded);

    /**
     * Returns rows [term, text, articles, url?] of terms from `first` to `last`; null if they are in no or too many
     * files.
     */
    async function suggestions(first, last, mostFiles) {
      const directory = await files.getHashed("w", root.suggestions, decodeDirectory);
      const names = namesBetween(directory, first, last);
      if (names.length > mostFiles || !names.length) return null;
      const rows = await Promise.all(names.map((name) => files.getHashed("w", name, JSON.parse)));
      return rows.flat();
    }

    // Form fields follow the others; they have the lengths of the fields whose forms they are.
    const formFields = root.formFields || {};
    const sources = Object.values(formFields).map((name) => root.fields.indexOf(name));
    const fields = [...root.fields, ...Object.keys(formFields)];
    const totals = [...root.totals, ...sources.map((field) => root.totals[field])];
    const stored = { storedFields: root.fields, formFields, fields, totals };

    const facetFiles = { facet, facetFileOf, isFacetPartial };
    return { ...root, rules, ...stored, ...lengths, ...facetFiles, shardsBetween, shard, record, vocabulary, suggestions };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

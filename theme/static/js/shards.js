// SPDX-License-Identifier: MIT
// Loads the files of the index by script tags, which work on file:// too; a file is whole or it is an error.
(function (Warraq) {
  "use strict";

  const FORMAT = 5; // plugins/search/layout.py writes it
  const HASH = 5; // bytes of a file's name
  const LENGTHS_IN_FILE = 1 << 15; // articles
  const MOST_EXPECTED = 2; // files
  const MOST_TOLD = 32; // articles of which their results say how long they are: each may be a file
  const COLUMN = 0x5d; // plugins/search/columns.py
  const STEP = 8;
  const FIRST_SURROGATE = 0xd800;
  const SURROGATES = 0x800;
  const WITHOUT_OVERFLOW = 2048; // bytes whose sums stay small integers, which are quickest
  const received = new Map();

  /** A part of the index is missing, damaged, or of another build. */
  Warraq.BrokenIndex = class extends Error {};

  let again = ""; // ends every address once a file was broken: the browser's own store may hold the broken one

  function broken(what) {
    again = `?again=${Date.now()}`;
    return new Warraq.BrokenIndex(what);
  }

  /** Called by every file of the index. */
  Warraq.receive = function (name, sum, text) {
    received.set(name, { sum, text });
    if (name === "root") Warraq.rootCame();
  };

  /** Resolves once the root has come that the page brings, or the page is there to its end and it has not. */
  Warraq.rootOfPage = new Promise((resolve) => {
    Warraq.rootCame = resolve;
    if (Warraq.early) Warraq.receive(...Warraq.early);
    if (globalThis.document?.readyState === "complete") resolve();
    globalThis.addEventListener?.("load", resolve);
  });

  function scriptTag(address) {
    return new Promise((loaded, failed) => {
      const tag = document.createElement("script");
      tag.src = address;
      tag.onload = tag.onerror = (event) => {
        tag.remove();
        (event.type === "load" ? loaded : failed)(event);
      };
      document.head.append(tag);
    });
  }

  /** Runs another script of the page; `whole` says whether it has done what it is to do. */
  Warraq.bring = async function (address, whole) {
    await scriptTag(`${address}${again}`).catch(() => {}); // then it is not whole
    if (!whole()) throw broken(`${address} could not be loaded`);
  };

  function adler32(text) {
    let low = 1;
    let high = 0;
    const data = new TextEncoder().encode(text);
    for (let begin = 0; begin < data.length; begin += WITHOUT_OVERFLOW) {
      const end = Math.min(begin + WITHOUT_OVERFLOW, data.length);
      for (let place = begin; place < end; place++) high += low += data[place];
      low %= 65521;
      high %= 65521;
    }
    return high * 65536 + low;
  }

  function taken(name) {
    const file = received.get(name);
    received.delete(name);
    if (!file) throw broken(`${name} did not arrive`);
    if (adler32(file.text) !== file.sum) throw broken(`${name} is damaged`);
    return file.text;
  }

  /** The names of files, of many of which few are asked for: their count, and each as `at(place)`, from base64. */
  function readNames(base64) {
    const digits = (byte) => byte.toString(16).padStart(2, "0");
    const data = Warraq.bytes(base64);
    const at = (place) => Array.from(data.subarray(place * HASH, (place + 1) * HASH), digits).join("");
    return { count: data.length / HASH, at };
  }

  const listing = ({ begins, names }) => ({ begins: begins.split(" "), names: readNames(names) });

  const path = (kind, name) => `${kind}/${name.slice(0, 2)}/${name.slice(2)}`;

  /** The numbers that a text holds, one for each character. */
  Warraq.column = function (text) {
    const number = (character) => {
      const point = character.codePointAt(0);
      return (point < FIRST_SURROGATE ? point : point - SURROGATES) - COLUMN;
    };
    return Uint32Array.from(text, number);
  };

  /** The least number of a magnitude. */
  Warraq.shortestInBucket = (magnitude, step = STEP) => step * magnitude * magnitude;

  /** The place of the last of the sorted `begins` that is not above a term. */
  function placeOf(begins, term) {
    let low = 0;
    let high = begins.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (begins[middle] <= term) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The names of the files of a listing that hold what lies from `begin` to `end`. */
  function namesBetween({ begins, names }, begin, end) {
    const first = placeOf(begins, begin);
    const count = Math.min(placeOf(begins, end) + 1, names.count) - first;
    return Array.from({ length: Math.max(0, count) }, (_, place) => names.at(first + place));
  }

  /** The numbers of one part of a table. */
  function readLengths(count) {
    return (text) => {
      const input = Warraq.bitReader(Warraq.bytes(text));
      const order = input.order();
      const lengths = new Uint32Array(count);
      for (let article = 0; article < count; article++) lengths[article] = input.number(order);
      return lengths;
    };
  }

  /** The index below an address; `load` brings a script to run and is a script tag but in tests. */
  Warraq.openIndex = async function (base, load = scriptTag) {
    const pending = new Map();
    const arriving = new Map();

    /** Has a file handed over what it holds; one that has come with the page need not be asked for. */
    function bring(name) {
      if (received.has(name)) return Promise.resolve();
      if (!arriving.has(name)) arriving.set(name, load(`${base}${name}.js${again}`));
      return arriving.get(name);
    }

    async function fetched(name) {
      try {
        await bring(name);
      } catch {
        throw broken(`${name} could not be loaded`);
      } finally {
        arriving.delete(name);
      }
      return taken(name);
    }

    function once(name, read) {
      if (!pending.has(name)) {
        const reading = fetched(name).then(read);
        pending.set(name, reading);
        reading.catch(() => pending.delete(name)); // the next try asks again
      }
      return pending.get(name);
    }

    const root = await once("root", JSON.parse);
    if (root.format !== FORMAT) throw broken(`format ${root.format}, not ${FORMAT}`);
    const terms = { depth: root.terms.depth, ...listing(root.terms) };
    const folders = readNames(root.folders);
    const tables = root.fields.map((field) => root.lengths[field] && readNames(root.lengths[field]));
    const rough = root.fields.map((field) => root.magnitudes[field] && readNames(root.magnitudes[field]));
    const listed = tables.map((table) => !table);
    const blank = () => tables.map((table) => table && new Uint32Array(root.count));
    const [shortest, longest] = [blank(), blank()];

    /** The names of the shards that hold terms from `begin` to `end`; null if they may be above `most`. */
    async function shardsBetween(begin, end, most) {
      let found = namesBetween(terms, begin, end);
      for (let depth = terms.depth; depth > 0 && found.length < most; depth--) {
        const below = found.map((name) => once(path("d", name), (text) => listing(JSON.parse(text))));
        found = (await Promise.all(below)).flatMap((directory) => namesBetween(directory, begin, end));
      }
      return found.length > most ? null : found;
    }

    /** The terms of a shard, with their articles; with their places too, if asked for. */
    async function shard(name, withPlaces) {
      const { placesName, terms: held } = await once(path("t", name), (text) => Warraq.readShard(text, listed));
      if (withPlaces) await once(path("p", placesName), (text) => Warraq.addPlaces(held, Warraq.bytes(text)));
      return held;
    }

    /** Asks for what says how long articles are before it is known of which, if it is little: nearly every query does. */
    function expectBounds() {
      for (const table of rough) {
        if (!table || table.count > MOST_EXPECTED) continue;
        for (let number = 0; number < table.count; number++) {
          const name = path("m", table.at(number));
          if (!pending.has(name)) bring(name).catch(() => arriving.delete(name));
        }
      }
    }

    const part = (article) => Math.floor(article / LENGTHS_IN_FILE);

    /** Puts into `shortest` and `longest` between which lengths a part of the articles lies. */
    function addPart(field, number, text) {
      for (let place = 0, article = number * LENGTHS_IN_FILE; place < text.length; place++, article++) {
        const magnitude = text.charCodeAt(place) - COLUMN;
        shortest[field][article] = Warraq.shortestInBucket(magnitude);
        longest[field][article] = Warraq.shortestInBucket(magnitude + 1) - 1;
      }
    }

    /** Lets `shortest` and `longest` say how long a list's articles are, where the list does not. */
    async function addBounds(list, field) {
      if (list.lengths) return;
      const parts = Array.from(new Set(list.articles.map(part)));
      const add = (number) => once(path("m", rough[field].at(number)), (text) => addPart(field, number, text));
      await Promise.all(parts.map(add));
    }

    async function lengthInTable(article, field) {
      const count = Math.min(LENGTHS_IN_FILE, root.count - part(article) * LENGTHS_IN_FILE);
      const lengths = await once(path("l", tables[field].at(part(article))), readLengths(count));
      return lengths[article % LENGTHS_IN_FILE];
    }

    async function lengthInRecord(article, field) {
      return (await record(article)).lengths[listed.slice(0, field).filter((one) => !one).length];
    }

    /** How long some articles are, as a table for each field whose lists do not say it. */
    async function lengths(articles) {
      const found = blank();
      const length = articles.length > MOST_TOLD ? lengthInTable : lengthInRecord;
      const tell = (table, field) =>
        table && articles.map(async (article) => (table[article] = await length(article, field)));
      await Promise.all(found.flatMap(tell));
      return found;
    }

    /** What a result shows of an article, the oldest being number 0; `opening` where there are no passages. */
    async function record(article) {
      const file = Math.floor(article / root.perFile);
      const name = `r/${folders.at(Math.floor(file / root.perFolder))}/${file % root.perFolder}`;
      const rows = await once(name, JSON.parse);
      const [title, url, day, date, source, last, ...lengths] = rows[article % root.perFile];
      const shown = { article, title, url, day, date, source, lengths };
      return root.passages ? { ...shown, text: async () => last } : { ...shown, opening: last };
    }

    const facet = (name) => once(path("f", root.facets[name]), JSON.parse);
    const vocabulary = () => once(path("v", root.vocabulary), (text) => Warraq.unfolded(text.split("\n").slice(0, -1)));

    /** The rows [term, text, articles] of the files that hold terms from `begin` to `end`; null if above `most` files. */
    async function suggestions(begin, end, most) {
      const held = await once(path("w", root.suggestions), (text) => listing(JSON.parse(text)));
      const names = namesBetween(held, begin, end);
      if (names.length > most || !names.length) return null;
      return (await Promise.all(names.map((name) => once(path("w", name), JSON.parse)))).flat();
    }

    const asked = { shardsBetween, shard, expectBounds, addBounds, lengths, record, facet, vocabulary, suggestions };
    return { ...root, ...asked, shortest, longest, bytes: Warraq.bytes };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

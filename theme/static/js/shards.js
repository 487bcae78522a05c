// SPDX-License-Identifier: MIT
// Loads the files of the index by script tags, which work on file:// too; a file is whole or it is an error.
(function (Warraq) {
  "use strict";

  const FORMAT = 2; // plugins/search/layout.py writes it
  const HASH = 5; // bytes of a file's name
  const RECORDS_HASH = 3;
  const COLUMN = 0x5d; // plugins/search/columns.py
  const FIRST_SURROGATE = 0xd800;
  const SURROGATES = 0x800;
  const received = new Map();

  /** A part of the index is missing, damaged, or of another build. */
  Warraq.BrokenIndex = class extends Error {};

  /** Called by every file of the index. */
  Warraq.receive = function (name, sum, text) {
    received.set(name, { sum, text });
  };

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

  function adler32(text) {
    let low = 1;
    let high = 0;
    for (const byte of new TextEncoder().encode(text)) {
      low = (low + byte) % 65521;
      high = (high + low) % 65521;
    }
    return high * 65536 + low;
  }

  function taken(name) {
    const file = received.get(name);
    received.delete(name);
    if (!file) throw new Warraq.BrokenIndex(`${name} did not arrive`);
    if (adler32(file.text) !== file.sum) throw new Warraq.BrokenIndex(`${name} is damaged`);
    return file.text;
  }

  function bytes(base64) {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  }

  function hex(data, place, size) {
    const digits = (byte) => byte.toString(16).padStart(2, "0");
    return Array.from(data.subarray(place * size, (place + 1) * size), digits).join("");
  }

  const path = (kind, name) => `${kind}/${name.slice(0, 2)}/${name.slice(2)}`;

  /** The numbers that a text holds, one for each character. */
  Warraq.column = function (text) {
    const number = (character) => {
      const point = character.codePointAt(0);
      return (point < FIRST_SURROGATE ? point : point - SURROGATES) - COLUMN;
    };
    return Uint32Array.from(text, number);
  };

  /** Reads numbers and words one after the other from bytes. */
  Warraq.reader = function (data) {
    const utf8 = new TextDecoder();
    let at = 0;
    return {
      more: () => at < data.length,
      number() {
        let value = 0;
        let shift = 0;
        let byte;
        do {
          byte = data[at++];
          value |= (byte & 127) << shift;
          shift += 7;
        } while (byte & 128);
        return value;
      },
      word(size) {
        at += size;
        return utf8.decode(data.subarray(at - size, at));
      },
    };
  };

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

  /** All terms, from lines that say how much of the line before to keep. */
  function unfolded(text) {
    let before = "";
    return text.split("\n", text.split("\n").length - 1).map((line) => {
      before = before.slice(0, line.charCodeAt(0) - 0x30) + line.slice(1);
      return before;
    });
  }

  /** The index below an address; `load` brings a script to run and is a script tag but in tests. */
  Warraq.openIndex = async function (base, load = scriptTag) {
    const pending = new Map();

    async function fetched(name) {
      try {
        await load(`${base}${name}.js`);
      } catch {
        throw new Warraq.BrokenIndex(`${name} could not be loaded`);
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
    if (root.format !== FORMAT) throw new Warraq.BrokenIndex(`format ${root.format}, not ${FORMAT}`);
    const begins = root.begins.split(" ");
    const shardNames = bytes(root.shards);
    const recordNames = bytes(root.records);

    /** The number of the shard that would hold a term. */
    const shardOf = (term) => placeOf(begins, term);

    /** A shard: its term records, and `places()`, which loads where in the articles its terms stand. */
    function shard(number) {
      return once(path("t", hex(shardNames, number, HASH)), (text) => {
        const content = bytes(text);
        const places = () => once(path("p", hex(content, 0, HASH)), bytes);
        return { records: content.subarray(HASH), places };
      });
    }

    /** What a result shows of an article, the oldest being number 0; `opening` where there are no passages. */
    async function record(article) {
      const file = Math.floor(article / root.perFile);
      const name = `r/${file >> 8}/${file & 255}-${hex(recordNames, file, RECORDS_HASH)}`;
      const rows = await once(name, JSON.parse);
      const [title, url, day, date, source, last] = rows[article % root.perFile];
      const shown = { article, title, url, day, date, source };
      return root.passages ? { ...shown, text: () => once(path("x", last), String) } : { ...shown, opening: last };
    }

    const facet = (name) => once(path("f", root.facets[name]), JSON.parse);
    const vocabulary = () => once(path("v", root.vocabulary), unfolded);


    /** The rows [term, text, articles] of the files that hold terms from `begin` to `end`; null if above `most` files. */
    async function suggestions(begin, end, most) {
      const held = await once(path("w", root.suggestions), JSON.parse);
      const [first, last] = [placeOf(held.begins, begin), placeOf(held.begins, end)];
      if (last - first >= most || !held.begins.length) return null;
      const names = bytes(held.shards);
      const files = Array.from({ length: last - first + 1 }, (_, step) => hex(names, first + step, HASH));
      return (await Promise.all(files.map((name) => once(path("w", name), JSON.parse)))).flat();
    }

    const lengths = root.lengths.map(Warraq.column);
    return { ...root, lengths, shardOf, shard, record, facet, vocabulary, suggestions, bytes };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Loads the files of the index by script tags, which work on file:// too; a file is whole or it is an error.
(function (Warraq) {
  "use strict";

  const FORMAT = 1; // plugins/search/layout.py writes it
  const SHARD_HASH = 5;
  const RECORDS_HASH = 3;
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
    return Array.from(data.subarray(place * size, (place + 1) * size), (byte) =>
      byte.toString(16).padStart(2, "0"),
    ).join("");
  }

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

  function columns(root) {
    const input = Warraq.reader(bytes(root.lengths));
    return root.fields.map(() => Uint32Array.from({ length: root.count }, () => input.number()));
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
    const first = root.first.split(" ");
    const shardNames = bytes(root.shards);
    const recordNames = bytes(root.records);

    /** The number of the shard that would hold a term. */
    function shardOf(term) {
      let low = 0;
      let high = first.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (first[middle] <= term) low = middle;
        else high = middle - 1;
      }
      return low;
    }

    function shard(number) {
      const name = hex(shardNames, number, SHARD_HASH);
      return once(`t/${name.slice(0, 2)}/${name.slice(2)}`, bytes);
    }

    /** What a result shows of an article, the oldest being number 0. */
    async function record(article) {
      const file = Math.floor(article / root.perFile);
      const name = `r/${file >> 8}/${file & 255}-${hex(recordNames, file, RECORDS_HASH)}`;
      const rows = await once(name, JSON.parse);
      const [title, url, day, date, source, snippet] = rows[article % root.perFile];
      return { title, url, day, date, source, snippet };
    }

    return { ...root, lengths: columns(root), shardOf, shard, record };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

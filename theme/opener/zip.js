// SPDX-License-Identifier: MIT
// Reads single files of a zip: the directory once, then slices. Source: APPNOTE.TXT 6.3.10, PKWARE.
(function (Opener) {
  "use strict";

  const END = 0x06054b50;
  const END_SIZE = 22;
  const LONGEST_COMMENT = 0xffff;
  const END_64 = 0x06064b50;
  const END_64_SIZE = 56;
  const LOCATOR_64 = 0x07064b50;
  const LOCATOR_64_SIZE = 20;
  const ENTRY = 0x02014b50;
  const ENTRY_SIZE = 46;
  const LOCAL = 0x04034b50;
  const LOCAL_SIZE = 30;
  const EXTRA_64 = 1;
  const UTF8_FLAG = 1 << 11; // Python sets it for names that are not ASCII
  const TOO_LARGE = 0xffffffff; // the number is in the zip64 record
  const STORED = 0;
  const DEFLATED = 8;
  // Bytes after the name in a local header; one read has header and data.
  const LOCAL_EXTRA = 64;

  /** Why a zip cannot be read: a message of open.html, and the file of the site that it is about. */
  class BadZip extends Error {
    constructor(problem, file = "") {
      super(`${problem} ${file}`);
      this.problem = problem;
      this.file = file;
    }
  }

  /** Reads slices of a file that the reader chose. */
  const fileSource = (file) => ({
    size: file.size,
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  });

  /** Reads slices of a file on a host, by range requests. */
  async function httpSource(url) {
    async function request(range) {
      const answer = await fetch(url, { headers: { Range: `bytes=${range}` } }).catch(() => null);
      if (answer?.status === 206) return answer;
      answer?.body?.cancel(); // a host without ranges sends the whole zip
      throw new BadZip(answer?.ok ? "no-ranges" : "no-answer");
    }
    const first = await request("0-0");
    const size = Number(/\/(\d+)$/.exec(first.headers.get("Content-Range") ?? "")?.[1]);
    if (!size) throw new BadZip("no-ranges");
    const read = async (start, end) => new Uint8Array(await (await request(`${start}-${end - 1}`)).arrayBuffer());
    return { size, read };
  }

  const viewOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number64 = (view, at) => Number(view.getBigUint64(at, true));

  /** Returns where the directory is: offset, size, number of entries. */
  async function findDirectory(source) {
    const start = Math.max(0, source.size - LONGEST_COMMENT - END_SIZE - LOCATOR_64_SIZE);
    const view = viewOf(await source.read(start, source.size));
    let at = view.byteLength - END_SIZE;
    while (at >= 0 && view.getUint32(at, true) !== END) at--;
    if (at < 0) throw new BadZip("no-zip");
    const locator = at - LOCATOR_64_SIZE;
    if (locator >= 0 && view.getUint32(locator, true) === LOCATOR_64) {
      const place = number64(view, locator + 8);
      const end = viewOf(await source.read(place, place + END_64_SIZE));
      if (end.byteLength < END_64_SIZE || end.getUint32(0, true) !== END_64) throw new BadZip("no-zip");
      return { count: number64(end, 32), size: number64(end, 40), offset: number64(end, 48) };
    }
    return { count: view.getUint16(at + 10, true), size: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) };
  }

  /** Returns the offset and sizes of an entry, from its zip64 field where they are too large. */
  function placeOf(view, at, nameLength, extraLength) {
    const place = { size: view.getUint32(at + 24, true), packed: view.getUint32(at + 20, true), offset: view.getUint32(at + 42, true) };
    let extra = at + ENTRY_SIZE + nameLength;
    const end = extra + extraLength;
    while (extra + 4 <= end) {
      const length = view.getUint16(extra + 2, true);
      if (view.getUint16(extra, true) === EXTRA_64) {
        let field = extra + 4;
        for (const name of ["size", "packed", "offset"]) {
          if (place[name] !== TOO_LARGE) continue;
          place[name] = number64(view, field);
          field += 8;
        }
      }
      extra += 4 + length;
    }
    return place;
  }

  /**
   * Reads the directory; returns its bytes, and name → place of the entry in them.
   *
   * The entry itself is parsed when its file is read. Names are parts of one string: a string for each would take most
   * of the time.
   */
  async function readDirectory(source) {
    const { count, size, offset } = await findDirectory(source);
    const bytes = await source.read(offset, offset + size);
    const view = viewOf(bytes);
    const text = new TextDecoder("latin1").decode(bytes);
    const decoder = new TextDecoder();
    const places = new Map();
    let at = 0;
    for (let number = 0; number < count; number++) {
      if (at + ENTRY_SIZE > size || view.getUint32(at, true) !== ENTRY) throw new BadZip("no-zip");
      const start = at + ENTRY_SIZE;
      const end = start + view.getUint16(at + 28, true);
      const isUtf8 = view.getUint16(at + 8, true) & UTF8_FLAG;
      places.set(isUtf8 ? decoder.decode(bytes.subarray(start, end)) : text.slice(start, end), at);
      at = end + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return { view, places };
  }

  function parseEntry(view, at) {
    const [nameLength, extraLength] = [28, 30].map((field) => view.getUint16(at + field, true));
    const [method, checksum] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true)];
    return { method, checksum, nameLength, ...placeOf(view, at, nameLength, extraLength) };
  }

  async function inflate(bytes) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }

  const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });

  /** Returns the CRC-32 of bytes: changed bytes may inflate to as many others. */
  function crc32(bytes) {
    let value = ~0;
    for (const byte of bytes) value = (value >>> 8) ^ CRC_TABLE[(value ^ byte) & 0xff];
    return ~value >>> 0;
  }

  /** Opens a zip; `read(name)` returns a promise of the bytes of a file, null if there is none. */
  Opener.openZip = async function (source) {
    const { view: directory, places } = await readDirectory(source);

    /** Returns the packed bytes of an entry, with one read where its local header has no long field. */
    async function readPacked({ offset, packed, nameLength }, damaged) {
      const guess = LOCAL_SIZE + nameLength + LOCAL_EXTRA + packed;
      let bytes = await source.read(offset, Math.min(source.size, offset + guess));
      const view = viewOf(bytes);
      if (bytes.length < LOCAL_SIZE || view.getUint32(0, true) !== LOCAL) throw damaged;
      const start = LOCAL_SIZE + view.getUint16(26, true) + view.getUint16(28, true);
      if (start + packed > bytes.length) bytes = await source.read(offset, offset + start + packed);
      return bytes.subarray(start, start + packed);
    }

    async function read(name) {
      if (!places.has(name)) return null;
      const damaged = new BadZip("damaged", name);
      const entry = parseEntry(directory, places.get(name));
      if (![STORED, DEFLATED].includes(entry.method)) throw damaged;
      const data = await readPacked(entry, damaged);
      const content = entry.method === DEFLATED ? await inflate(data).catch(() => null) : data;
      if (content?.length !== entry.size || crc32(content) !== entry.checksum) throw damaged;
      return content;
    }

    return { names: places, read };
  };

  Object.assign(Opener, { BadZip, fileSource, httpSource });
})((globalThis.Opener = globalThis.Opener || {}));

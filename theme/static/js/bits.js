// SPDX-License-Identifier: MIT
// Decodes numbers and letters; plugins/search/encode/{bits,varint,letters}.py encode them.
(function (Warraq) {
  "use strict";

  /** Returns the bytes that base64 encodes. */
  Warraq.decodeBase64 = function (base64) {
    const characters = atob(base64);
    const bytes = new Uint8Array(characters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i);
    return bytes;
  };

  // Characters that are swapped with those so many code points above; see plugins/search/encode/letters.py.
  const SWAPPED = /[,;?A-Za-r،؛؟\u0621-\u063a\u0641-\u0652]/g;
  const SWAP_DISTANCE = 0x5e0;

  /** Returns a text of the index with Arabic letters in place of ASCII letters, and the reverse. */
  Warraq.swapLetters = (text) =>
    text.replace(SWAPPED, (character) => {
      const point = character.charCodeAt(0);
      return String.fromCharCode(point < SWAP_DISTANCE ? point + SWAP_DISTANCE : point - SWAP_DISTANCE);
    });

  /** Returns a reader of bits and exponential Golomb codes, from bit number `start` on. */
  Warraq.bitReader = function (bytes, start = 0) {
    let position = start;

    /** Returns the next 32 bits as a signed integer, without moving on. */
    function peek() {
      const byte = position >>> 3;
      const bit = position & 7;
      const word = (bytes[byte] << 24) | (bytes[byte + 1] << 16) | (bytes[byte + 2] << 8) | bytes[byte + 3];
      return bit ? (word << bit) | (bytes[byte + 4] >> (8 - bit)) : word;
    }

    /** Returns the next `width` bits (1 to 32) as a number. */
    function bits(width) {
      const value = peek() >>> (32 - width);
      position += width;
      return value;
    }

    /**
     * Returns the number of the next Golomb code. As many zeros as it has bits more than order + 1, then its bits, of
     * which 2^order is subtracted: in order 2, 01000 is one zero and 8, hence 8 - 4 = 4.
     */
    function golomb(order) {
      const zeros = Math.clz32(peek());
      position += zeros;
      return bits(zeros + 1 + order) - (1 << order);
    }

    /** Skips `width` bits, and returns the number of the first one. */
    function skip(width) {
      position += width;
      return position - width;
    }

    return { bits, golomb, skip };
  };

  /** Returns a reader of variable-byte numbers: seven bits a byte, lowest first, the top bit set on all but the last. */
  Warraq.byteReader = function (bytes) {
    let position = 0;

    function number() {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = bytes[position++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte & 128);
      return value;
    }

    return { hasMore: () => position < bytes.length, number };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

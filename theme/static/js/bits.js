// SPDX-License-Identifier: MIT
// Reads numbers from bits and from bytes, as plugins/search/{bits,varint}.py write them.
(function (Warraq) {
  "use strict";

  const ORDER_BITS = 5;

  /** The bytes of base64. */
  Warraq.bytes = function (base64) {
    const letters = atob(base64);
    const data = new Uint8Array(letters.length);
    for (let place = 0; place < data.length; place++) data[place] = letters.charCodeAt(place);
    return data;
  };

  /** Reads exponential Golomb codes one after the other, from a bit on. */
  Warraq.bitReader = function (data, from = 0) {
    let at = from;

    /** The next 32 bits. */
    function ahead() {
      const byte = at >>> 3;
      const bit = at & 7;
      const four = (data[byte] << 24) | (data[byte + 1] << 16) | (data[byte + 2] << 8) | data[byte + 3];
      return bit ? (four << bit) | (data[byte + 4] >> (8 - bit)) : four;
    }

    function take(size) {
      const value = ahead() >>> (32 - size);
      at += size;
      return value;
    }

    /** A number in the code of an order: as many zeros as it has bits more than the order, then its bits. */
    function number(order) {
      const zeros = Math.clz32(ahead());
      at += zeros;
      return take(zeros + 1 + order) - (1 << order);
    }

    /** Goes past so many bits, and returns where they began. */
    function pass(size) {
      at += size;
      return at - size;
    }

    return { number, order: () => take(ORDER_BITS), pass };
  };

  /** Reads numbers in base 128 one after the other. */
  Warraq.byteReader = function (data) {
    let at = 0;

    function number() {
      let value = 0;
      let shift = 0;
      let byte;
      do {
        byte = data[at++];
        value |= (byte & 127) << shift;
        shift += 7;
      } while (byte & 128);
      return value;
    }

    return { more: () => at < data.length, number };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

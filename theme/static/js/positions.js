// SPDX-License-Identifier: MIT
// Decodes the positions of terms; plugins/search/encode/positions.py encodes them.
//
// Of a long list, a shard has only the positions in the opening of each article. All of them are in a file of their own,
// which phrases load.
(function (Warraq) {
  "use strict";

  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

  Warraq.isLongList = ({ articles }, { longList }) => articles.length >= longList;

  /**
   * Returns a function that returns a reader of the codes of a term, by its number in the shard. A size precedes the
   * codes of each term; the base64 is decoded, and the terms are counted off, with the first call.
   */
  Warraq.termReaders = function (base64, { sizeOrder }) {
    let bytes = null;
    let sizes = null;
    const starts = [];
    return (number) => {
      bytes ||= Warraq.decodeBase64(base64);
      sizes ||= Warraq.bitReader(bytes);
      while (starts.length <= number) starts.push(sizes.skip(sizes.golomb(sizeOrder)));
      return Warraq.bitReader(bytes, starts[number]);
    };
  };

  /**
   * Returns the positions of a list, how many tokens precede each occurrence, for all its articles one after another;
   * and `positionStarts`, the first of each article and the end of the last. Of an opening there are `most` for an
   * article or fewer: a bit states whether there is another.
   */
  function decodePositions(input, frequencies, { orderBits }, most = 0) {
    const positions = new Uint32Array(sum(frequencies));
    const positionStarts = new Uint32Array(frequencies.length + 1);
    const order = frequencies.length ? input.bits(orderBits) : 0;
    let written = 0;
    frequencies.forEach((frequency, i) => {
      const end = most ? Math.min(frequency, most) : frequency;
      let position = 0;
      for (let k = 0; k < end; k++) {
        if (most && !input.bits(1)) break;
        positions[written++] = position += input.golomb(order);
      }
      positionStarts[i + 1] = written;
    });
    return { positions, positionStarts };
  }

  /** Adds to postings lists the positions that a shard has, as `decodePositions` returns them. */
  Warraq.addPositions = function (input, lists, constants) {
    for (const list of lists) {
      const most = Warraq.isLongList(list, constants) ? constants.openingPositions : 0;
      Object.assign(list, decodePositions(input, list.frequencies, constants, most));
    }
  };

  /** Adds `full` to long lists, all their positions. */
  Warraq.addFullPositions = function (input, lists, constants) {
    const long = lists.filter((list) => Warraq.isLongList(list, constants));
    for (const list of long) list.full = decodePositions(input, list.frequencies, constants);
  };

  /** Returns the index of the first article of a list that is not below `article`, by binary search. */
  function lowerBound({ articles }, article) {
    let low = 0;
    let high = articles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (articles[middle] < article) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const NO_POSITIONS = [];

  /** Returns the positions of one article, the number `index` of a list. */
  const slice = ({ positions, positionStarts }, index) =>
    positions.subarray(positionStarts[index], positionStarts[index + 1]);

  /**
   * Returns the ascending positions of a list's term in an article; those in its opening if the list is long, whether
   * or not all are loaded.
   */
  Warraq.positionsIn = function (list, article) {
    const index = lowerBound(list, article);
    if (list.articles[index] !== article) return NO_POSITIONS;
    if (!list.positions) list.addPositions();
    return slice(list, index);
  };

  /** Returns all positions of a list's term in an article; those of a long list must be loaded. */
  function allPositionsIn(list, article) {
    if (!list.full) return Warraq.positionsIn(list, article);
    const index = lowerBound(list, article);
    return list.articles[index] === article ? slice(list.full, index) : NO_POSITIONS;
  }

  /** Returns whether the terms, whose positions are loaded, follow one another in a field of an article. */
  Warraq.isPhraseIn = function (terms, field, article) {
    const [first, ...others] = terms.map((term) => new Set(allPositionsIn(term.lists[field], article)));
    const followed = (start) => others.every((positions, i) => positions.has(start + i + 1));
    return Array.from(first).some(followed);
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// A shard as the terms it holds, with their articles and places; plugins/search/postings.py writes it.
(function (Warraq) {
  "use strict";

  const LENGTH = 3; // order of the codes of lengths that stand beside articles
  const SIZE = 5; // order of the codes of how many bits the lists of a term are

  /** The articles of a term in one field, how often it occurs in each, and (where no table has it) how long each is. */
  function readList(input, withLengths) {
    const count = input.number(0);
    const articles = new Uint32Array(count);
    const frequencies = new Uint32Array(count);
    const lengths = withLengths ? new Uint32Array(count) : null;
    const order = count ? input.order() : 0;
    let article = -1;
    for (let place = 0; place < count; place++) {
      articles[place] = article += input.number(order) + 1;
      frequencies[place] = input.number(0) + 1;
      if (lengths) lengths[place] = input.number(LENGTH);
    }
    return { articles, frequencies, lengths };
  }

  /** All terms, from lines that say how much of the line before to keep. */
  Warraq.unfolded = function (lines) {
    let before = "";
    return lines.map((line) => {
      before = before.slice(0, line.charCodeAt(0) - 0x30) + line.slice(1);
      return before;
    });
  };

  /**
   * The terms of a shard's text, in order: [{text, lists: one a field}]; `placesName` names the file of their places.
   * The lists of a term are read once they are asked for: most never are.
   */
  Warraq.readShard = function (text, listed) {
    const [placesName, postings, ...lines] = text.split("\n");
    const data = Warraq.bytes(postings);
    const sizes = Warraq.bitReader(data);

    function read(begin) {
      const input = Warraq.bitReader(data, begin);
      return listed.map((withLengths) => readList(input, withLengths));
    }

    const terms = Warraq.unfolded(lines.slice(0, -1)).map((term) => {
      const begin = sizes.pass(sizes.number(SIZE));
      let lists = null;
      return { text: term, get lists() { return (lists ||= read(begin)); } };
    });
    return { placesName, terms };
  };

  /** Gives each article of the lists of terms the places where the term stands: words before it. */
  Warraq.addPlaces = function (terms, data) {
    const input = Warraq.byteReader(data);
    for (const list of terms.flatMap((term) => term.lists)) {
      list.places = Array.from(list.frequencies, (frequency) => {
        let place = 0;
        return Array.from({ length: frequency }, () => (place += input.number()));
      });
    }
  };

  /** Where in a list an article stands, or would. */
  function placeOf(list, article) {
    let low = 0;
    let high = list.articles.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list.articles[middle] < article) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function placesIn(list, article) {
    const place = placeOf(list, article);
    return list.articles[place] === article ? list.places[place] : [];
  }

  /** Whether terms follow one another in an article's field. */
  Warraq.follow = function (terms, field, article) {
    const [first, ...rest] = terms.map((term) => new Set(placesIn(term.lists[field], article)));
    return Array.from(first).some((place) => rest.every((places, step) => places.has(place + step + 1)));
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

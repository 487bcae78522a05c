// SPDX-License-Identifier: MIT
// The words of a text around what was looked for, cut and marked in the text's own spelling.
(function (Warraq) {
  "use strict";

  const OPENING = /[.!؟?؛:\n]\s*$/; // what stands before the beginning of a sentence
  const NEAR = 6; // words that may be given up to begin with a sentence

  /** Cuts text[start, end) at its hits: [{text, hit}]. */
  function pieces(text, start, end, hits) {
    const cut = [];
    let at = start;
    for (const hit of hits) {
      if (hit.start < at) continue; // a ligature holds several words
      if (hit.start > at) cut.push({ text: text.slice(at, hit.start), hit: false });
      cut.push({ text: text.slice(hit.start, hit.end), hit: true });
      at = hit.end;
    }
    if (at < end) cut.push({ text: text.slice(at, end), hit: false });
    return cut;
  }

  /** A whole text with its hits. */
  Warraq.marked = function (text, analyser, terms) {
    const hits = analyser.spans(text, terms).filter((word) => terms.has(word.term));
    return pieces(text, 0, text.length, hits);
  };

  /** Where the window of so many words begins that holds the most different terms, and then the most hits. */
  function richest(words, terms, size) {
    const counts = new Map();
    let best = { from: 0, different: 0, hits: 0 };
    let hits = 0;
    words.forEach((word, place) => {
      if (terms.has(word.term)) {
        counts.set(word.term, (counts.get(word.term) || 0) + 1);
        hits++;
      }
      const left = words[place - size];
      if (left && terms.has(left.term)) {
        counts.set(left.term, counts.get(left.term) - 1);
        if (!counts.get(left.term)) counts.delete(left.term);
        hits--;
      }
      if (counts.size > best.different || (counts.size === best.different && hits > best.hits)) {
        best = { from: Math.max(0, place - size + 1), different: counts.size, hits };
      }
    });
    return best.from;
  }

  /** Moves a window that ends at its last hit so that its hits stand in the middle, then to a sentence nearby. */
  function settled(text, words, terms, from, size) {
    const inside = words.slice(from, from + size);
    const first = inside.findIndex((word) => terms.has(word.term));
    if (first < 0) return 0;
    const last = inside.length - 1 - [...inside].reverse().findIndex((word) => terms.has(word.term));
    const spare = Math.floor((size - (last - first + 1)) / 2);
    const begin = Math.max(0, Math.min(from + first - spare, words.length - size));
    for (let place = begin; place < Math.min(begin + NEAR, from + first + 1); place++) {
      if (!place || OPENING.test(text.slice(words[place - 1].end, words[place].start))) return place;
    }
    return begin;
  }

  /** The passage of `size` words of a text that best shows the terms; the opening where it holds none. */
  Warraq.passage = function (text, analyser, terms, size) {
    const words = analyser.spans(text, terms);
    if (!words.length) return [];
    const from = settled(text, words, terms, richest(words, terms, size), size);
    const shown = words.slice(from, from + size);
    const start = from ? shown[0].start : 0;
    const end = from + size < words.length ? shown[shown.length - 1].end : text.length;
    const cut = pieces(text, start, end, shown.filter((word) => terms.has(word.term)));
    if (from) cut.unshift({ text: "… ", hit: false });
    if (end < text.length) cut.push({ text: " …", hit: false });
    return cut;
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

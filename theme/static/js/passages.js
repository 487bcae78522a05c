// SPDX-License-Identifier: MIT
// The passage of a text that best shows the terms of a query, with the hits in the text's own spelling.
(function (Warraq) {
  "use strict";

  // What precedes the first word of a sentence.
  const SENTENCE_END = /[.!؟?؛:\n]\s*$/;
  // Words that a passage may begin later, to begin with a sentence.
  const MAX_SHIFT = 6;

  /** Returns whether a word of a text has one of the terms, or is one of the forms among them. */
  const isHit = (terms, { term, form }) => terms.has(term) || terms.has(Warraq.formTerm(form, term));

  /** Returns text[start, end) cut at its hits: [{text, hit}]. */
  function cutAtHits(text, start, end, hits) {
    const pieces = [];
    let position = start;
    for (const hit of hits) {
      // A ligature is several words at the same place.
      if (hit.start < position) continue;
      if (hit.start > position) pieces.push({ text: text.slice(position, hit.start), hit: false });
      pieces.push({ text: text.slice(hit.start, hit.end), hit: true });
      position = hit.end;
    }
    if (position < end) pieces.push({ text: text.slice(position, end), hit: false });
    return pieces;
  }

  /** Returns a whole text, cut at its hits. */
  Warraq.marked = function (text, analyser, terms) {
    const hits = analyser.spans(text).filter((word) => isHit(terms, word));
    return cutAtHits(text, 0, text.length, hits);
  };

  /** Returns the first word of the window of `size` words with the most distinct terms, and then with the most hits. */
  function richestWindow(words, terms, size) {
    const counts = new Map();
    let best = { start: 0, distinct: 0, hits: 0 };
    let hits = 0;

    function enter({ term }) {
      counts.set(term, (counts.get(term) || 0) + 1);
      hits++;
    }

    function leave({ term }) {
      counts.set(term, counts.get(term) - 1);
      if (!counts.get(term)) counts.delete(term);
      hits--;
    }

    words.forEach((word, i) => {
      const left = words[i - size];
      if (isHit(terms, word)) enter(word);
      if (left && isHit(terms, left)) leave(left);
      if (counts.size > best.distinct || (counts.size === best.distinct && hits > best.hits)) {
        best = { start: Math.max(0, i - size + 1), distinct: counts.size, hits };
      }
    });
    return best.start;
  }

  /** Returns the first word of a window moved so that its hits are in the middle, then to the next sentence nearby. */
  function alignWindow(text, words, terms, start, size) {
    const isShown = (word) => isHit(terms, word);
    const window = words.slice(start, start + size);
    const first = window.findIndex(isShown);
    if (first < 0) return 0;
    const last = window.findLastIndex(isShown);
    const margin = Math.floor((size - (last - first + 1)) / 2);
    const centred = Math.max(0, Math.min(start + first - margin, words.length - size));
    for (let i = centred; i < Math.min(centred + MAX_SHIFT, start + first + 1); i++) {
      if (!i || SENTENCE_END.test(text.slice(words[i - 1].end, words[i].start))) return i;
    }
    return centred;
  }

  /** Returns the best passage of `size` words of a text, cut at its hits; the opening if it contains none. */
  Warraq.passage = function (text, analyser, terms, size) {
    const words = analyser.spans(text);
    if (!words.length) return [];
    const first = alignWindow(text, words, terms, richestWindow(words, terms, size), size);
    const shown = words.slice(first, first + size);
    const start = first ? shown[0].start : 0;
    const end = first + size < words.length ? shown.at(-1).end : text.length;
    const pieces = cutAtHits(text, start, end, shown.filter((word) => isHit(terms, word)));
    if (first) pieces.unshift({ text: "… ", hit: false });
    if (end < text.length) pieces.push({ text: " …", hit: false });
    return pieces;
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

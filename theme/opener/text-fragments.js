// SPDX-License-Identifier: MIT
// Marks the words of an address with #:~:text=…&text=…; browsers do so for their own addresses only.
(function (Opener) {
  "use strict";

  const DIRECTIVE = /:~:(text=.*)$/;
  const NAME = "query";

  /** Returns the texts of an address: the words, or the first and the last words of a passage. */
  function textsOf(url) {
    const [, directive] = DIRECTIVE.exec(url) ?? [];
    return directive ? directive.split("&").map((part) => part.replace(/^text=/, "").split(",").map(decodeURIComponent)) : [];
  }

  /** Returns the text of a document's body, and where in it each text node begins. */
  function collectText(page) {
    const walker = page.createTreeWalker(page.querySelector("main") ?? page.body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    while (walker.nextNode()) {
      nodes.push([text.length, walker.currentNode]);
      text += walker.currentNode.data;
    }
    return { nodes, text };
  }

  function rangeOf(page, nodes, start, end) {
    const place = (offset) => nodes.findLast(([first]) => first <= offset);
    const range = page.createRange();
    const [first, firstNode] = place(start);
    const [last, lastNode] = place(end - 1);
    range.setStart(firstNode, start - first);
    range.setEnd(lastNode, end - last);
    return range;
  }

  /** Marks the texts of an address in a page; returns the first range, undefined if none is there. */
  Opener.markTexts = function (view, url) {
    const page = view.document;
    const { nodes, text } = collectText(page);
    const ranges = [];
    for (const [first, last = ""] of textsOf(url)) {
      const start = text.indexOf(first);
      const end = start < 0 ? -1 : text.indexOf(last, start + first.length);
      if (end >= 0) ranges.push(rangeOf(page, nodes, start, last ? end + last.length : start + first.length));
    }
    if (ranges.length && view.CSS.highlights) {
      const sheet = new view.CSSStyleSheet();
      sheet.replaceSync(`::highlight(${NAME}) { background: Mark; color: MarkText; }`);
      page.adoptedStyleSheets.push(sheet);
      view.CSS.highlights.set(NAME, new view.Highlight(...ranges));
    }
    return ranges[0];
  };
})((globalThis.Opener = globalThis.Opener || {}));

// SPDX-License-Identifier: MIT
// A discreet button beside an article's text: it copies the address of a paragraph, or of the selected words.
(function (Warraq) {
  "use strict";

  const WORDS = 5; // of each end of a long selection
  const text = document.querySelector("article .text");
  const [copyLabel, copiedLabel] = Warraq.labels.link;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "copy-link", hidden: true });
  let paragraph = null;

  const encode = (words) => encodeURIComponent(words.join(" ")).replaceAll("-", "%2D");

  /** Returns the part of an address that leads to the selected words; source: WICG, Text Fragments. */
  function textFragment() {
    const selected = getSelection().toString().trim();
    if (!selected || !text.contains(getSelection().anchorNode)) return "";
    const words = selected.split(/\s+/);
    const isLong = words.length > 3 * WORDS;
    return `:~:text=${isLong ? `${encode(words.slice(0, WORDS))},${encode(words.slice(-WORDS))}` : encode(words)}`;
  }

  /** Returns the address of the page on its host, where that is known: the page may be read from a disk. */
  function pageAddress() {
    const own = document.querySelector(".own-address bdi");
    return own ? own.textContent : location.href.split("#")[0];
  }

  function show(next) {
    if (!next) return;
    paragraph = next;
    button.textContent = copyLabel;
    button.hidden = false;
    button.style.insetBlockStart = `${paragraph.offsetTop}px`;
  }

  async function copy() {
    const address = `${pageAddress()}#${paragraph.id}${textFragment()}`;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = copiedLabel;
    } catch {
      location.hash = paragraph.id; // the reader copies it from the address bar
    }
  }

  const paragraphOf = (node) => (node instanceof Element ? node : node.parentElement).closest(".text [id]");
  text.append(button);
  text.addEventListener("pointerover", ({ target }) => show(paragraphOf(target)));
  document.addEventListener("selectionchange", () => {
    const { anchorNode } = getSelection();
    if (anchorNode && text.contains(anchorNode)) show(paragraphOf(anchorNode));
  });
  button.addEventListener("click", copy);
})((globalThis.Warraq = globalThis.Warraq || {}));

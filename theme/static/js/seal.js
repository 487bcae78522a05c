// SPDX-License-Identifier: MIT
// Checks the words of an article's page with the seal of the site: a signed tree of digests (seal/ in the site).
//
// From file:// a page cannot read its own bytes, so the tree has a digest of what it can read: its words. On a host the
// page reads its bytes too. Whoever can change every file of a copy can also change this script and the key that it
// names: against that, readers compare the key with one that they have from elsewhere, or run `minisign -V`.
(function (Warraq) {
  "use strict";

  const { root, page, key: ownKey } = Warraq.sealOptions; // seal-button.js has loaded this script
  const [, sealedLabel, changedLabel, unsealedLabel, unsupportedLabel, bytesLabel, keyLabel] = Warraq.labels.seal;
  const LEAF = 0;
  const NODE = 1;
  const STATEMENT = /^warraq-seal sealed:(\d{4}-\d\d-\d\d) articles:\d+ root:([0-9a-f]{64})$/;
  const received = new Map();

  class Changed extends Error {}
  class Unsealed extends Error {}

  /** Called by every script of the seal. */
  Warraq.receiveSeal = (name, value) => received.set(name, value);

  function load(name) {
    return new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = `${root}${name}`;
      tag.onload = () => (received.has(name) ? resolve(received.get(name)) : reject(new Changed(name)));
      tag.onerror = () => reject(new Unsealed(name));
      document.head.append(tag);
    });
  }

  const utf8 = (text) => new TextEncoder().encode(text);
  const fromBase64 = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
  const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

  async function sha256(...parts) {
    const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let end = 0;
    for (const part of parts) {
      bytes.set(part, end);
      end += part.length;
    }
    return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  }

  const hashLeaf = (leaf) => sha256([LEAF], utf8(leaf.map((line) => `${line}\n`).join("")));

  /** Returns the root above digests; its twin is seal/merkle.py. */
  async function treeRoot(digests) {
    if (digests.length === 1) return digests[0];
    const middle = 2 ** Math.floor(Math.log2(digests.length - 1));
    const halves = [digests.slice(0, middle), digests.slice(middle)];
    return sha256([NODE], ...(await Promise.all(halves.map(treeRoot))));
  }

  // Readers may choose other digits for the name of a newspaper (date-display.js).
  const latinDigit = (digit) => String(digit.charCodeAt(0) - 0x660);
  const collapse = (text) =>
    text.replace(/[\t\n\f\r ]+/g, " ").replace(/^ | $/g, "").replace(/[\u0660-\u0669]/g, latinDigit);

  /** Returns title, newspaper, date and text of the page, as it was written; its twin is seal/page_text.py. */
  function pageWords() {
    const article = document.querySelector("article.article").cloneNode(true);
    for (const added of article.querySelectorAll(".copy-link")) added.remove();
    const textOf = (selector) => article.querySelector(selector)?.textContent ?? "";
    const date = article.querySelector(":scope > header time[datetime]")?.getAttribute("datetime") ?? "";
    const lines = [textOf(":scope > header h1"), textOf(":scope > header a.paper"), date, textOf(":scope > .text")];
    return lines.map((line) => `${collapse(line)}\n`).join("");
  }

  /** Throws unless the key of this page signed the statement: Ed25519, whose message is as minisign composes it. */
  async function checkSignature({ key, statement, of_data, of_comment }) {
    const bytes = fromBase64(key).slice(10); // after the algorithm and the id
    const publicKey = await crypto.subtle.importKey("raw", bytes, { name: "Ed25519" }, false, ["verify"]);
    const first = fromBase64(of_data);
    const comment = utf8(statement);
    const message = new Uint8Array([...first, ...comment]);
    const isSigned = await crypto.subtle.verify({ name: "Ed25519" }, publicKey, fromBase64(of_comment), message);
    if (!isSigned) throw new Changed("signature");
  }

  /** Throws unless the leaf of this page is in the tree of the statement. */
  async function findLeaf(seal) {
    const number = seal.bundles.findLastIndex(([first]) => first <= page);
    if (number < 0) throw new Changed("page");
    const bundle = await load(`seal/${String(number).padStart(4, "0")}.js`);
    const leaf = bundle.find(([path]) => path === page);
    if (!leaf) throw new Changed("page");
    const roots = seal.bundles.map(([, digest]) => fromHex(digest));
    roots[number] = await treeRoot(await Promise.all(bundle.map(hashLeaf)));
    const [, , stated] = STATEMENT.exec(seal.statement) ?? [];
    if (toHex(await treeRoot(roots)) !== stated) throw new Changed("root");
    return leaf;
  }

  /** Returns whether the host sends the page's bytes as they were sealed; undefined from file://. */
  async function hasSealedBytes(digest) {
    if (!location.protocol.startsWith("http")) return undefined;
    const answer = await fetch(location.href.split("#")[0]);
    return toHex(await sha256(new Uint8Array(await answer.arrayBuffer()))) === digest;
  }

  /** Checks the page; returns the day of the seal, its key, and whether the bytes were compared too. */
  async function check() {
    const seal = await load("seal/root.js");
    if (seal.key !== ownKey) throw new Changed("key");
    await checkSignature(seal);
    const [, bytes, words] = await findLeaf(seal);
    if (toHex(await sha256(utf8(pageWords()))) !== words) throw new Changed("words");
    const areSealed = await hasSealedBytes(bytes);
    if (areSealed === false) throw new Changed("bytes");
    return { day: STATEMENT.exec(seal.statement)[1], areSealed };
  }

  function describe(error) {
    if (error instanceof Changed) return changedLabel;
    if (error instanceof Unsealed) return unsealedLabel;
    return unsupportedLabel; // a browser without Ed25519, or a page without crypto.subtle
  }

  /** Checks the page and shows the result in an element. */
  Warraq.showSeal = async function (output) {
    try {
      const { day, areSealed } = await check();
      output.textContent = `${sealedLabel.replace("{}", day)} ${areSealed ? bytesLabel : ""}`.trim();
      output.dataset.seal = "intact";
    } catch (error) {
      output.textContent = describe(error);
      output.dataset.seal = error instanceof Changed ? "changed" : "unknown";
    }
    const key = Object.assign(document.createElement("code"), { textContent: ownKey, dir: "ltr" });
    output.append(document.createElement("br"), `${keyLabel} `, key);
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Loads files of the index by script tags, which work on file:// too. A file is complete, or loading it fails.
(function (Warraq) {
  "use strict";

  // Bytes whose checksums stay small integers, which engines add fastest.
  const CHECKSUM_BLOCK = 2048;
  const ADLER_MODULUS = 65521;
  // Milliseconds after which a file that has not answered counts as lost: the page then offers to try again.
  const LOAD_TIMEOUT = 20000;
  const received = new Map();

  /** A part of the index is missing, damaged, or of another build. */
  Warraq.BrokenIndex = class extends Error {};

  // Ends every URL once a file was broken: the browser's cache may contain the broken one.
  let cacheBuster = "";

  function broken(message) {
    cacheBuster = `?again=${Date.now()}`;
    return new Warraq.BrokenIndex(message);
  }

  let resolveRoot;

  /** Called by every file of the index. */
  Warraq.receive = function (name, checksum, text) {
    received.set(name, { checksum, text });
    if (name === "root") resolveRoot();
  };

  /** Resolves once the page has loaded the root, or has ended without it. */
  Warraq.rootOfPage = new Promise((resolve) => {
    resolveRoot = resolve;
    for (const file of Warraq.early || []) Warraq.receive(...file);
    if (globalThis.document?.readyState === "complete") resolve();
    globalThis.addEventListener?.("load", resolve);
    // A root that never answers also delays "load" for ever; it is then asked for again. Node would wait for the timer.
    setTimeout(resolve, LOAD_TIMEOUT / 2).unref?.();
  });

  function runScript(url) {
    return new Promise((resolve, reject) => {
      const tag = document.createElement("script");
      tag.src = url;
      const finish = (event) => {
        clearTimeout(timer);
        tag.remove();
        (event.type === "load" ? resolve : reject)(event);
      };
      const timer = setTimeout(() => finish({ type: "timeout" }), LOAD_TIMEOUT);
      tag.onload = tag.onerror = finish;
      document.head.append(tag);
    });
  }

  /** Runs another script of the page; `isComplete` returns whether it has done what it should. */
  Warraq.loadScript = async function (url, isComplete) {
    await runScript(`${url}${cacheBuster}`).catch(() => {});
    if (!isComplete()) throw broken(`${url} could not be loaded`);
  };

  function adler32(text) {
    const bytes = new TextEncoder().encode(text);
    let low = 1;
    let high = 0;
    for (let start = 0; start < bytes.length; start += CHECKSUM_BLOCK) {
      const end = Math.min(start + CHECKSUM_BLOCK, bytes.length);
      for (let i = start; i < end; i++) {
        low += bytes[i];
        high += low;
      }
      low %= ADLER_MODULUS;
      high %= ADLER_MODULUS;
    }
    return high * 65536 + low;
  }

  function takeReceived(name) {
    const file = received.get(name);
    received.delete(name);
    if (!file) throw broken(`${name} did not arrive`);
    if (adler32(file.text) !== file.checksum) throw broken(`${name} is damaged`);
    return file.text;
  }

  /** Returns the name of a file in the folder `kind`, by the hexadecimal digits of its hash. */
  Warraq.hashedName = (kind, digits) => `${kind}/${digits.slice(0, 2)}/${digits.slice(2)}`;

  /** Returns a cache of the files below a URL. `load` runs a script; only tests pass another than a script tag. */
  Warraq.fileCache = function (base, load = runScript) {
    const decoded = new Map();
    const requested = new Map();

    /** Requests a file unless the page has loaded it or it is on its way. */
    function request(name) {
      if (received.has(name)) return Promise.resolve();
      if (!requested.has(name)) requested.set(name, load(`${base}${name}.js${cacheBuster}`));
      return requested.get(name);
    }

    async function textOf(name) {
      try {
        await request(name);
      } catch {
        throw broken(`${name} could not be loaded`);
      } finally {
        requested.delete(name);
      }
      return takeReceived(name);
    }

    /** Returns a promise of a file as `decode` returns it; it is loaded once, but again after a failure. */
    function get(name, decode) {
      if (!decoded.has(name)) {
        const promise = textOf(name).then(decode);
        decoded.set(name, promise);
        promise.catch(() => decoded.delete(name));
      }
      return decoded.get(name);
    }

    const getHashed = (kind, digits, decode) => get(Warraq.hashedName(kind, digits), decode);

    return { broken, get, getHashed };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

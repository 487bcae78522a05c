// SPDX-License-Identifier: MIT
// The first script of a page that is shown from a zip: its links, forms and scripts lead to the opener.
(function () {
  "use strict";

  const Opener = (globalThis.Opener = {});
  const { Opener: opener } = parent;
  const resolve = (url) => new URL(url, opener.url).href;

  const go = (url, options) => opener.navigate(resolve(url), options);
  const partOf = (name) => new URL(opener.url)[name];

  /** `location` as the scripts of a page use it. */
  Opener.location = {
    get href() {
      return opener.url;
    },
    set href(url) {
      go(url);
    },
    get hash() {
      return partOf("hash");
    },
    set hash(hash) {
      go(`#${hash.replace(/^#/, "")}`);
    },
    get pathname() {
      return partOf("pathname");
    },
    get search() {
      return partOf("search");
    },
    protocol: "archive:",
    assign: (url) => go(url),
    replace: (url) => go(url, { replace: true }),
    reload: () => go(opener.url, { replace: true }),
    toString: () => opener.url,
  };

  const write = (method) => (state, _title, url) => opener.writeHistory(method, state, resolve(url ?? opener.url));

  /** `history` likewise. */
  Opener.history = {
    get state() {
      return opener.pageState();
    },
    scrollRestoration: "auto",
    pushState: write("pushState"),
    replaceState: write("replaceState"),
    back: () => parent.history.back(),
  };

  // A script that a page adds is a file of the zip. It gets its blob later than its address, which starts it.
  const native = Object.getOwnPropertyDescriptor(HTMLScriptElement.prototype, "src");
  Object.defineProperty(HTMLScriptElement.prototype, "src", {
    get() {
      return this.dataset.address ?? native.get.call(this);
    },
    set(value) {
      const url = resolve(value);
      this.dataset.address = url;
      load(this, url);
    },
  });

  async function load(script, url) {
    const blob = opener.isInside(url) ? await opener.freshBlobUrl(opener.pathOf(url)).catch(() => null) : null;
    if (!blob) return script.dispatchEvent(new Event("error"));
    script.addEventListener("load", () => URL.revokeObjectURL(blob));
    native.set.call(script, blob);
  }

  // Firefox takes a download in a frame for a page to show there, which the policy forbids.
  const nativeClick = HTMLAnchorElement.prototype.click;
  HTMLAnchorElement.prototype.click = function () {
    if (this.download) opener.save(this.href, this.download);
    else nativeClick.call(this);
  };

  const linkOf = (event) => event.target.closest?.("a[href]");

  /** Gives a link the address of the opener while a browser opens it in a tab or copies it: archive: is here only. */
  function lendAddress(event) {
    const link = linkOf(event);
    if (!link || !opener.isInside(link.href)) return;
    const own = link.getAttribute("href");
    link.href = opener.outside(link.href);
    setTimeout(() => link.setAttribute("href", own));
  }

  addEventListener("auxclick", lendAddress);
  addEventListener("contextmenu", lendAddress);
  addEventListener("click", (event) => {
    const link = linkOf(event);
    if (!link || event.defaultPrevented || event.button) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) return lendAddress(event);
    if (opener.isInside(link.href)) {
      event.preventDefault();
      opener.navigate(link.href);
    } else if (!link.download) {
      Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
    }
  });

  addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const url = new URL(event.target.getAttribute("action") ?? "", opener.url);
    url.search = new URLSearchParams(new FormData(event.target, event.submitter));
    opener.navigate(url.href);
  });

  // The browser's own command would print the part of the page that the frame shows; its menu does, see open.css.
  addEventListener("keydown", (event) => {
    if (event.code !== "KeyP" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    print();
  });

  opener.acceptDrops(globalThis);
})();

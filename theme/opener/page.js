// SPDX-License-Identifier: MIT
// Prepares a page of the zip for its frame: style sheets, scripts and images become blobs.
(function (Opener) {
  "use strict";

  const HOME = "archive://site/";
  const INDEX = "index.html";
  const LOST = "404.html";
  // A script of the theme names `location` and `history`; in a frame without an address it gets those of the zip. A
  // block, not a function: what the script declares by `var` stays global.
  const WRAPPER = ["{ const { location, history } = Opener; ", "\n}"];
  const WRAPPED = /^theme\/.*\.js$/;
  const CSS_URL = /url\("([^")]+)"\)/g;
  const REFRESH = /^\s*\d+\s*;\s*url=(.+)$/i;
  const TYPES = {
    css: "text/css",
    gif: "image/gif",
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    js: "text/javascript",
    png: "image/png",
    svg: "image/svg+xml",
    webp: "image/webp",
    woff2: "font/woff2",
  };

  const isInside = (url) => url.startsWith(HOME);
  const pathOf = (url) => decodeURIComponent(new URL(url, HOME).href.slice(HOME.length).split(/[?#]/)[0]) || INDEX;
  const typeOf = (path) => TYPES[path.split(".").at(-1)] ?? "application/octet-stream";

  /**
   * Returns what makes pages of a site, whose files `read(path)` returns: null if there is none.
   *
   * A file that is damaged is passed to `report`; the page is then shown without it.
   */
  Opener.pageMaker = function (read, report) {
    const blobs = new Map();

    async function styleSheet(path, bytes) {
      let text = new TextDecoder().decode(bytes);
      for (const [whole, address] of text.matchAll(CSS_URL)) {
        const url = await blobUrl(pathOf(new URL(address, `${HOME}${path}`)));
        text = text.replace(whole, `url("${url}")`);
      }
      return text;
    }

    /** Returns the blob address of a file that is used once, as a part of the index is; null if there is none. */
    async function freshBlobUrl(path) {
      const bytes = await read(path);
      if (!bytes) return null;
      const parts = path.endsWith(".css") ? [await styleSheet(path, bytes)] : [bytes];
      if (WRAPPED.test(path)) parts.unshift(WRAPPER[0]), parts.push(WRAPPER[1]);
      return URL.createObjectURL(new Blob(parts, { type: typeOf(path) }));
    }

    /** Returns a promise of the blob address of a file, which has one for as long as the zip is open. */
    function blobUrl(path) {
      if (!blobs.has(path)) blobs.set(path, freshBlobUrl(path).catch(report));
      return blobs.get(path);
    }

    async function redirect(element, attribute, base) {
      const url = new URL(element.getAttribute(attribute), base).href;
      const blob = isInside(url) ? await blobUrl(pathOf(url)) : null;
      if (!blob) return element.removeAttribute(attribute);
      element.setAttribute(attribute, blob);
      element.dataset.address = url;
    }

    /** Leads what a page loads to blobs; the page then loads nothing else. */
    function redirectResources(page, url) {
      for (const link of page.querySelectorAll("link:not([rel=stylesheet])")) link.remove();
      return Promise.all([
        ...Array.from(page.querySelectorAll("link[rel=stylesheet]"), (link) => redirect(link, "href", url)),
        ...Array.from(page.querySelectorAll("script[src], img[src]"), (element) => redirect(element, "src", url)),
      ]);
    }

    async function render(page, url) {
      // The policy of open.html holds in the frame too.
      for (const meta of page.querySelectorAll("meta[http-equiv]")) meta.remove();
      await redirectResources(page, url);
      const base = Object.assign(page.createElement("base"), { href: url });
      const bootstrap = Object.assign(page.createElement("script"), { src: Opener.frameScript });
      page.querySelector("meta[charset]").after(base, bootstrap);
      return `<!DOCTYPE html>${page.documentElement.outerHTML}`;
    }

    const parse = (bytes) => new DOMParser().parseFromString(new TextDecoder().decode(bytes), "text/html");

    /** Returns the address that a page leads on to, as that of a merged name does; undefined if it does not. */
    function refreshOf(page, url) {
      const [, address] = REFRESH.exec(page.querySelector("meta[http-equiv=refresh]")?.content ?? "") ?? [];
      return address && new URL(address, url).href;
    }

    /** Returns the site's own page for addresses that it does not have. Its links begin at the root of a host. */
    async function lostPage(url) {
      const page = parse((await read(LOST)) ?? new TextEncoder().encode(`<meta charset="utf-8"><main>${LOST}</main>`));
      page.querySelector("main script")?.remove(); // it looks for that root
      const first = page.querySelector("main a")?.getAttribute("href") ?? "/";
      const root = first.slice(0, first.lastIndexOf("/") + 1);
      for (const name of ["href", "src", "action"]) {
        for (const element of page.querySelectorAll(`[${name}^="${root}"]`)) {
          element.setAttribute(name, `${HOME}${element.getAttribute(name).slice(root.length)}`);
        }
      }
      return { text: await render(page, url) };
    }

    /** Returns the text of the page at an address, or the address in the zip that it leads on to. */
    async function makePage(url) {
      const bytes = await read(pathOf(url));
      if (!bytes) return lostPage(url);
      const page = parse(bytes);
      const next = refreshOf(page, url);
      return next && isInside(next) ? { next } : { text: await render(page, url) };
    }

    return { makePage, freshBlobUrl };
  };

  Object.assign(Opener, { HOME, INDEX, isInside, pathOf, typeOf });
})((globalThis.Opener = globalThis.Opener || {}));

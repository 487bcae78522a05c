// SPDX-License-Identifier: MIT
// Shows the site in a zip: each page in a frame, whose links, scripts and addresses lead into the zip.
//
// A page is at archive://site/PATH, an address that no network has: the base of the frame. The part of this page's own
// address after # is the path, so that links, bookmarks and the back button work: open.html#/search.html?q=…
(function (Opener) {
  "use strict";

  const HOME = "archive://site/";
  const INDEX = "index.html";
  // A script of the theme names `location` and `history`; in a frame without an address it gets those of the zip. A
  // block, not a function: what the script declares by `var` stays global.
  const WRAPPER = ["{ const { location, history } = Opener; ", "\n}"];
  const WRAPPED = /^theme\/.*\.js$/;
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
  const picker = document.getElementById("picker");
  const problem = document.getElementById("problem");
  const { zip: ZIP_NAME, title: TITLE } = document.body.dataset;
  const blobs = new Map();
  let zip = null;
  let prefix = "";
  let frame = null;
  let rendering = 0;

  const pathOf = (url) => decodeURIComponent(new URL(url, HOME).href.slice(HOME.length).split(/[?#]/)[0]) || INDEX;
  const isInside = (url) => url.startsWith(HOME);
  const addressOf = (hash) => new URL(decodeURI(hash.replace(/^#\/?/, "")) || INDEX, HOME).href;
  const hashOf = (url) => `#/${url.slice(HOME.length)}`;
  const typeOf = (path) => TYPES[path.split(".").at(-1)] ?? "application/octet-stream";

  /** Returns the bytes of a file of the site, null if there is none. */
  const read = (path) => zip.read(`${prefix}${path}`);

  async function styleSheet(path, bytes) {
    let text = new TextDecoder().decode(bytes);
    for (const [whole, address] of text.matchAll(/url\("([^")]+)"\)/g)) {
      const url = await blobUrl(pathOf(new URL(address, `${HOME}${path}`)));
      text = text.replace(whole, `url("${url}")`);
    }
    return text;
  }

  async function makeBlob(path) {
    const bytes = await read(path);
    if (!bytes) return null;
    const parts = [bytes];
    if (WRAPPED.test(path)) parts.unshift(WRAPPER[0]), parts.push(WRAPPER[1]);
    const content = path.endsWith(".css") ? [await styleSheet(path, bytes)] : parts;
    return URL.createObjectURL(new Blob(content, { type: typeOf(path) }));
  }

  /** Returns a promise of the blob address of a file, null if there is none. A file has one for as long as the page. */
  function blobUrl(path) {
    if (!blobs.has(path)) blobs.set(path, makeBlob(path));
    return blobs.get(path);
  }

  /** Returns the blob address of a file that is used once, as a part of the index is. */
  Opener.freshBlobUrl = makeBlob;

  async function redirect(element, attribute, base) {
    const url = new URL(element.getAttribute(attribute), base).href;
    const blob = isInside(url) ? await blobUrl(pathOf(url)) : null;
    if (!blob) return element.removeAttribute(attribute);
    element.setAttribute(attribute, blob);
    element.dataset.address = url;
  }

  /** Returns the page as a text whose style sheets, scripts and images are blobs. */
  async function preparePage(bytes, url) {
    const page = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "text/html");
    // This page's own policy holds in the frame too.
    page.querySelector("meta[http-equiv=Content-Security-Policy]")?.remove();
    for (const link of page.querySelectorAll("link:not([rel=stylesheet])")) link.remove();
    const resources = [
      ...[...page.querySelectorAll("link[rel=stylesheet]")].map((link) => redirect(link, "href", url)),
      ...[...page.querySelectorAll("script[src], img[src]")].map((element) => redirect(element, "src", url)),
    ];
    await Promise.all(resources);
    const base = Object.assign(page.createElement("base"), { href: url });
    const bootstrap = Object.assign(page.createElement("script"), { src: Opener.frameScript });
    page.querySelector("meta[charset]").after(base, bootstrap);
    return `<!DOCTYPE html>${page.documentElement.outerHTML}`;
  }

  function missingPage(url) {
    const page = document.implementation.createHTMLDocument(TITLE);
    const text = page.createElement("main");
    text.textContent = `404: ${pathOf(url)}`;
    page.body.append(text);
    return page.documentElement.outerHTML;
  }

  /** Shows the page at an address of the zip, in a new frame: a frame that is reused would add entries to the history. */
  async function render(url) {
    const turn = ++rendering;
    const bytes = await read(pathOf(url));
    const text = bytes ? await preparePage(bytes, url) : missingPage(url);
    if (turn !== rendering) return;
    const next = document.createElement("iframe");
    Opener.url = url;
    next.srcdoc = text;
    next.title = TITLE;
    next.addEventListener("load", () => finish(next, url));
    if (frame) frame.replaceWith(next);
    else document.body.append(next);
    frame = next;
  }

  function finish(shown, url) {
    if (shown !== frame) return;
    document.title = shown.contentDocument.title || TITLE;
    const id = decodeURIComponent(new URL(url).hash.slice(1).split(":~:")[0]);
    const mark = Opener.markTexts(shown.contentWindow, url)?.startContainer.parentElement;
    const target = (id && shown.contentDocument.getElementById(id)) || mark;
    target?.scrollIntoView({ block: id ? "start" : "center" });
    shown.contentWindow.focus();
  }

  /** Follows a link of a page. */
  Opener.navigate = function (url, { replace = false } = {}) {
    const isSamePage = pathOf(url) === pathOf(Opener.url) && new URL(url).search === new URL(Opener.url).search;
    history[replace ? "replaceState" : "pushState"](null, "", hashOf(url));
    Opener.url = url;
    if (isSamePage && new URL(url).hash && frame) finish(frame, url);
    else showOrReport(url);
  };

  /** Records an address that a page gave itself, with the state that it stored. */
  Opener.writeHistory = function (method, state, url) {
    history[method]({ page: state, path: pathOf(url) }, "", hashOf(url));
    Opener.url = url;
  };

  Opener.pageState = () => history.state?.page ?? null;

  /** The back button: a page that wrote the entry itself gets an event, any other is shown anew. */
  function goBack() {
    if (!zip) return;
    const url = addressOf(location.hash);
    const isOwnEntry = pathOf(url) === pathOf(Opener.url) && history.state?.path === pathOf(url);
    Opener.url = url;
    if (isOwnEntry) frame.contentWindow.dispatchEvent(new PopStateEvent("popstate", { state: Opener.pageState() }));
    else showOrReport(url);
  }

  function report(error) {
    picker.hidden = false;
    problem.textContent = `${ZIP_NAME}: ${error.message}`;
  }

  const showOrReport = (url) => render(url).catch(report);

  /** Opens the zip and shows the page that the address names. */
  async function open(source) {
    const started = performance.now();
    zip = await Opener.openZip(source);
    const names = [...zip.names.keys()];
    const home = names.filter((name) => name === INDEX || name.endsWith(`/${INDEX}`)).sort((a, b) => a.length - b.length)[0];
    if (!home) throw new Opener.BadZip(INDEX);
    prefix = home.slice(0, -INDEX.length);
    Opener.directoryTime = performance.now() - started;
    await render(addressOf(location.hash));
    picker.hidden = true;
  }

  function openFile(file) {
    problem.textContent = "";
    if (file) open(Opener.fileSource(file)).catch(report);
  }

  const frameText = document.getElementById("frame-script").textContent;
  Opener.frameScript = URL.createObjectURL(new Blob([frameText], { type: "text/javascript" }));
  Opener.HOME = HOME;
  Opener.pathOf = pathOf;
  Opener.isInside = isInside;
  document.getElementById("file").addEventListener("change", ({ target }) => openFile(target.files[0]));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    openFile(event.dataTransfer.files[0]);
  });
  addEventListener("popstate", goBack);
  // On a host the zip is beside this page; only the parts that are read are loaded.
  if (location.protocol.startsWith("http")) Opener.httpSource(ZIP_NAME).then(open).catch(report);
})((globalThis.Opener = globalThis.Opener || {}));

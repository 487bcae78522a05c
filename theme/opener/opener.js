// SPDX-License-Identifier: MIT
// Shows the site in a zip: each page in a frame, whose links, scripts and addresses lead into the zip.
//
// A page is at archive://site/PATH, an address that no network has: the base of the frame. The part of this page's own
// address after # is the path, so that links, bookmarks and the back button work: open.html#/search.html?q=…
(function (Opener) {
  "use strict";

  const { HOME, INDEX, BadZip, isInside, pathOf } = Opener;
  const MANIFEST = "SHA256SUMS";
  const OF_EVERY_SITE = "theme/js/preferences.js";
  const picker = document.getElementById("picker");
  const problems = document.getElementById("problem");
  const { zip: ZIP_NAME, title: TITLE } = document.body.dataset;
  let site = null; // read, makePage, freshBlobUrl
  let frame = null;
  let rendering = 0;

  const addressOf = (hash) => new URL(decodeURI(hash.replace(/^#\/?/, "")) || INDEX, HOME).href;
  const hashOf = (url) => `#/${url.slice(HOME.length)}`;

  /** Returns the address outside of the zip: of this page, at a page of the site. */
  Opener.outside = (url) => `${location.href.split("#")[0]}${hashOf(url)}`;

  /** Shows the page at an address of the zip, in a new frame: a frame that is reused would add entries to the history. */
  async function render(url) {
    const turn = ++rendering;
    const { text, next } = await site.makePage(url);
    if (turn !== rendering) return;
    if (next) return Opener.navigate(next, { replace: true });
    const view = Object.assign(document.createElement("iframe"), { srcdoc: text, title: TITLE });
    view.addEventListener("load", () => finish(view, url));
    Opener.url = url;
    if (frame) frame.replaceWith(view);
    else document.body.append(view);
    frame = view;
  }

  /** Scrolls to where the reader left the page, or to the place that the address names. */
  function finish(view, url) {
    if (view !== frame) return;
    document.title = view.contentDocument.title || TITLE;
    const id = decodeURIComponent(new URL(url).hash.slice(1).split(":~:")[0]);
    const mark = Opener.markTexts(view.contentWindow, url)?.startContainer.parentElement;
    const target = (id && view.contentDocument.getElementById(id)) || mark;
    if (history.state?.scroll) view.contentWindow.scrollTo(0, history.state.scroll);
    else target?.scrollIntoView({ block: id ? "start" : "center" });
    view.contentWindow.focus();
  }

  /** Saves what is at an address as a file. */
  Opener.save = (href, name) => Object.assign(document.createElement("a"), { href, download: name }).click();

  async function download(path) {
    const blob = await site.freshBlobUrl(path);
    if (!blob) return;
    Opener.save(blob, path.split("/").at(-1));
    setTimeout(() => URL.revokeObjectURL(blob), 60_000); // a download may begin late
  }

  /** Follows a link of a page. */
  Opener.navigate = function (url, { replace = false } = {}) {
    const path = pathOf(url);
    if (!path.endsWith(".html")) return download(path).catch(report);
    const isSamePage = path === pathOf(Opener.url) && new URL(url).search === new URL(Opener.url).search;
    if (frame && !replace) history.replaceState({ ...history.state, scroll: frame.contentWindow.scrollY }, "");
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
  Opener.freshBlobUrl = (path) => site.freshBlobUrl(path);

  /** The back button: a page that wrote the entry itself gets an event, any other is rendered. */
  function goBack() {
    if (!site) return;
    const url = addressOf(location.hash);
    const isOwnEntry = pathOf(url) === pathOf(Opener.url) && history.state?.path === pathOf(url);
    Opener.url = url;
    if (isOwnEntry) frame.contentWindow.dispatchEvent(new PopStateEvent("popstate", { state: Opener.pageState() }));
    else showOrReport(url);
  }

  /** Shows why the zip, or a file of it, cannot be read. */
  function report(error) {
    const { problem, file } = error instanceof BadZip ? error : { problem: "unreadable", file: error.message };
    const message = document.querySelector(`[data-problem="${problem}"]`).content.cloneNode(true);
    for (const place of message.querySelectorAll("b:empty")) place.textContent = file;
    problems.replaceChildren(message);
    picker.hidden = false;
  }

  const showOrReport = (url) => render(url).catch(report);

  /** Returns the folder of the site in a zip, "" or "NAME/". Throws if the zip has no site. */
  function siteFolder(names) {
    const folders = [...names.keys()].filter((name) => name.endsWith(MANIFEST)).map((name) => name.slice(0, -MANIFEST.length));
    const isSite = (folder) => names.has(`${folder}${INDEX}`) && names.has(`${folder}${OF_EVERY_SITE}`);
    const folder = folders.find(isSite);
    if (folder === undefined) throw new BadZip("other-zip");
    return folder;
  }

  /** Opens the zip and shows the page that the address names. */
  async function open(source) {
    if (!globalThis.DecompressionStream) throw new BadZip("old-browser");
    const started = performance.now();
    const zip = await Opener.openZip(source);
    const folder = siteFolder(zip.names);
    Opener.directoryTime = performance.now() - started;
    site = Opener.pageMaker((path) => zip.read(`${folder}${path}`), report);
    problems.replaceChildren();
    picker.hidden = true;
    await render(addressOf(location.hash));
  }

  /** Opens a file that the reader chose. */
  Opener.openFile = function (file) {
    if (!file) return;
    open(Opener.fileSource(file)).then(() => shareFile(file), report);
  };

  /** Opens a zip that is dropped on a window: this one, or that of the frame. */
  Opener.acceptDrops = function (view) {
    view.addEventListener("dragover", (event) => event.preventDefault());
    view.addEventListener("drop", (event) => {
      event.preventDefault();
      Opener.openFile(event.dataTransfer.files[0]);
    });
  };

  /** Another tab of this page, such as a link that was opened in one, gets the file from this one. */
  const tabs = new BroadcastChannel(`warraq ${ZIP_NAME}`);
  const REQUEST = "which file?";

  function shareFile(file) {
    tabs.onmessage = ({ data }) => data === REQUEST && tabs.postMessage(file);
  }

  function requestFile() {
    tabs.onmessage = ({ data }) => !site && data instanceof File && Opener.openFile(data);
    tabs.postMessage(REQUEST);
  }

  const frameText = document.getElementById("frame-script").textContent;
  Opener.frameScript = URL.createObjectURL(new Blob([frameText], { type: "text/javascript" }));
  document.getElementById("file").addEventListener("change", ({ target }) => Opener.openFile(target.files[0]));
  addEventListener("popstate", goBack);
  addEventListener("beforeprint", () => {
    frame?.style.setProperty("--block-size", `${frame.contentDocument.documentElement.scrollHeight}px`);
  });
  Opener.acceptDrops(globalThis);
  // On a host the zip is beside this page; only the parts that are read are loaded.
  if (location.protocol.startsWith("http")) Opener.httpSource(ZIP_NAME).then(open).catch(report);
  else requestFile();
})((globalThis.Opener = globalThis.Opener || {}));

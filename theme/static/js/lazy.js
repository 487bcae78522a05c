// SPDX-License-Identifier: MIT
// Loads the second bundle of the search page on demand; a first answer does not need it.
(function (Warraq) {
  "use strict";

  // plugins/search/bundles.py writes both bundles.
  const URL_OF_MORE = document.currentScript.src.replace("search.js", "search-more.js");
  let loading = null;

  // The last line of a bundle sets its stamp. It is missing in a truncated file, and differs in one of another build.
  const isComplete = () => Warraq.stamps["search-more.js"] === Warraq.stamps["search.js"];

  /** Loads the second bundle once; after a failure the next call tries again. */
  Warraq.loadMore = async function () {
    loading ||= Warraq.loadScript(URL_OF_MORE, isComplete);
    try {
      await loading;
    } catch (error) {
      loading = null;
      throw error;
    }
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

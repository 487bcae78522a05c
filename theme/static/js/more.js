// SPDX-License-Identifier: MIT
// The second script of the search page, which a first answer can do without: it comes once something needs it.
(function (Warraq) {
  "use strict";

  const ADDRESS = document.currentScript.src.replace("search.js", "search-more.js"); // plugins/search/code.py writes both
  let coming = null;

  /** Brings the second script once; after a failure the next try asks again. */
  Warraq.more = async function () {
    coming ||= Warraq.bring(ADDRESS, () => Boolean(Warraq.facets));
    try {
      await coming;
    } catch (error) {
      coming = null;
      throw error;
    }
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

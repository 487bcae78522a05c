// SPDX-License-Identifier: MIT
// The second script of the search page, which a first answer can do without: it comes once something needs it.
(function (Warraq) {
  "use strict";

  const ADDRESS = document.currentScript.src.replace("search.js", "search-more.js"); // plugins/search/code.py writes both
  let coming = null;

  // Of a file that was cut short, or that a browser has kept from another build, the last line is missing or another.
  const whole = () => Warraq.stamps["search-more.js"] === Warraq.stamps["search.js"];

  /** Brings the second script once; after a failure the next try asks again. */
  Warraq.more = async function () {
    coming ||= Warraq.bring(ADDRESS, whole);
    try {
      await coming;
    } catch (error) {
      coming = null;
      throw error;
    }
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// The reader's choice of light or dark, kept in this browser only.
(function () {
  "use strict";

  const KEY = "warraq-theme";

  function stored() {
    try {
      return localStorage.getItem(KEY) || "auto";
    } catch {
      return "auto"; // storage is refused where cookies are
    }
  }

  function store(theme) {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice then lasts as long as the page
    }
  }

  function apply(theme) {
    document.documentElement.dataset.theme = theme;
  }

  function offerChoice() {
    const form = document.querySelector("form.theme-switch");
    form.hidden = false;
    form.elements.theme.value = document.documentElement.dataset.theme;
    form.addEventListener("change", () => {
      apply(form.elements.theme.value);
      store(form.elements.theme.value);
    });
  }

  apply(stored());
  document.addEventListener("DOMContentLoaded", offerChoice);
})();

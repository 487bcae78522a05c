// SPDX-License-Identifier: MIT
// What the reader chose – light or dark, digits, the order of calendars – kept in this browser only.
(function (Warraq) {
  "use strict";

  const NAMES = ["theme", "digits", "order"];
  const DRESSING = document.currentScript.src.replace("reader.js", "dressing.js");

  function stored(name) {
    try {
      return localStorage.getItem(`warraq-${name}`);
    } catch {
      return null; // storage is refused where cookies are
    }
  }

  function store(name, value) {
    try {
      localStorage.setItem(`warraq-${name}`, value);
    } catch {
      // the choice then lasts as long as the page
    }
  }

  function choose(name, value) {
    Warraq.choice[name] = value;
    if (name === "theme") document.documentElement.dataset.theme = value || "auto";
  }

  /** Most readers leave digits and dates as they are, and need no script that turns them. */
  function bringDressing() {
    if (!(Warraq.choice.digits || Warraq.choice.order) || document.querySelector("script.dressing")) return;
    const script = Object.assign(document.createElement("script"), { src: DRESSING, className: "dressing" });
    document.head.append(script);
  }

  function offerChoices() {
    const form = document.querySelector("form.reader-switch");
    form.hidden = false;
    for (const name of NAMES) if (Warraq.choice[name]) form.elements[name].value = Warraq.choice[name];
    form.addEventListener("change", ({ target }) => {
      choose(target.name, target.value);
      store(target.name, target.value);
      bringDressing();
      document.dispatchEvent(new Event("warraq:choice"));
    });
  }

  Warraq.choice = {};
  for (const name of NAMES) choose(name, stored(name));
  bringDressing();
  document.addEventListener("DOMContentLoaded", offerChoices);
})((globalThis.Warraq = globalThis.Warraq || {}));

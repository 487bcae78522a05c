// SPDX-License-Identifier: MIT
// A part of interface.js. The reader's preferences – light or dark, digits, order of calendars, size of the text – stored in this browser only.
(function (Warraq) {
  "use strict";

  const CHOICES = {
    theme: ["auto", "light", "dark"],
    digits: ["latin", "arab"],
    order: ["hijri-first", "gregorian-first"],
    size: ["normal", "large", "larger"],
  };
  /** Choices that style sheets read from an attribute of the root, with their defaults. */
  const ON_ROOT = { theme: "auto", size: "normal" };
  const NAMES = Object.keys(CHOICES);
  const DATE_DISPLAY = document.currentScript.src.replace("interface.js", "date-display.js");

  function load(name) {
    try {
      return localStorage.getItem(`warraq-${name}`);
    } catch {
      // Browsers that refuse cookies refuse storage too.
      return null;
    }
  }

  function save(name, value) {
    try {
      localStorage.setItem(`warraq-${name}`, value);
    } catch {
      // The preference then lasts as long as the page.
    }
  }

  function apply(name, value) {
    Warraq.choice[name] = value;
    if (name in ON_ROOT) document.documentElement.dataset[name] = value || ON_ROOT[name];
  }

  /** Loads the script that changes digits and dates, which most readers leave as they are. */
  function loadDateDisplay() {
    const isNeeded = Warraq.choice.digits || Warraq.choice.order;
    if (!isNeeded || document.querySelector("script.date-display")) return;
    const script = document.createElement("script");
    script.src = DATE_DISPLAY;
    script.className = "date-display";
    document.head.append(script);
  }

  /** Returns the field set of a choice: a legend, and a radio button for each value. */
  function fieldSet(name) {
    const [legend, ...labels] = Warraq.labels[name];
    const fields = document.createElement("fieldset");
    fields.append(Object.assign(document.createElement("legend"), { textContent: legend }));
    CHOICES[name].forEach((value, number) => {
      const label = document.createElement("label");
      const button = Object.assign(document.createElement("input"), { type: "radio", name, value });
      const text = Object.assign(document.createElement("span"), { textContent: labels[number] });
      label.append(button, " ", text);
      fields.append(label);
    });
    return fields;
  }

  function showChoices() {
    const choices = document.querySelector(".reader-switch");
    const site = { ...ON_ROOT, ...Warraq.site };
    for (const name of NAMES) {
      const fields = fieldSet(name);
      fields.querySelector(`[value="${Warraq.choice[name] || site[name]}"]`).checked = true;
      choices.append(fields);
    }
    choices.hidden = false;
    choices.addEventListener("change", ({ target }) => {
      apply(target.name, target.value);
      save(target.name, target.value);
      loadDateDisplay();
      document.dispatchEvent(new Event("warraq:choice"));
    });
  }

  Warraq.choice = {};
  for (const name of NAMES) apply(name, load(name));
  loadDateDisplay();
  document.addEventListener("DOMContentLoaded", showChoices);
})((globalThis.Warraq = globalThis.Warraq || {}));

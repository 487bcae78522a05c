// SPDX-License-Identifier: MIT
// The list of suggestions under the search field: a combobox with arrow keys, Enter and Escape.
(function (Warraq) {
  "use strict";

  // Milliseconds without a key before suggestions are looked up.
  const DELAY = 120;

  /**
   * Shows suggestions in `list` while the reader types in `field`; returns a function that closes the list. `suggest(text)`
   * returns the offers; `choose()` is called when a word has been put into the field, `open(url)` when a name is taken.
   */
  Warraq.offerSuggestions = function (field, list, { suggest, choose, open }) {
    let timer;
    // Number of the newest request; offers of an earlier one come too late.
    let newest = 0;
    // Index of the selected item; -1 is the field itself.
    let active = -1;

    function show(offers) {
      active = -1;
      list.replaceChildren(...offers.map(itemOf));
      list.hidden = !offers.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      field.removeAttribute("aria-activedescendant");
    }

    function itemOf({ text, whole, url }, index) {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.dataset.whole = whole;
      Warraq.drawIsolated(item, [{ text }]);
      if (url) {
        item.dataset.url = url;
        item.append(" ", pageHint());
      }
      item.addEventListener("pointerdown", (event) => {
        // The field keeps the focus.
        event.preventDefault();
        take(item);
      });
      return item;
    }

    /** Returns the words that mark a name with a page of its own. */
    function pageHint() {
      const hint = document.createElement("span");
      hint.textContent = list.dataset.page;
      return hint;
    }

    function take(item) {
      if (item.dataset.url) return open(item.dataset.url);
      field.value = item.dataset.whole;
      show([]);
      choose();
    }

    /** Selects the item `step` below the active one; above the first and below the last is the field. */
    function move(step) {
      const items = Array.from(list.children);
      const stops = items.length + 1;
      active = ((active + 1 + step + stops) % stops) - 1;
      items.forEach((item, index) => item.setAttribute("aria-selected", String(index === active)));
      if (active < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", items[active].id);
    }

    const KEYS = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: () => show([]),
      Enter: () => take(list.children[active]),
    };

    async function update() {
      const text = field.value;
      const request = ++newest;
      const offers = await suggest(text);
      const isCurrent = request === newest && field.value === text;
      if (isCurrent && document.activeElement === field) show(offers);
    }

    field.addEventListener("keydown", (event) => {
      if (list.hidden || !KEYS[event.key] || (event.key === "Enter" && active < 0)) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(update, DELAY);
    });
    field.addEventListener("blur", () => show([]));
    return () => {
      clearTimeout(timer);
      newest += 1;
      show([]);
    };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// The list under the search field: a combobox, whose arrows, Enter and Escape work as the reader's system has it.
(function (Warraq) {
  "use strict";

  const PAUSE = 120; // milliseconds without a key before anything is looked up

  /**
   * Offers what `suggest(text)` gives under a field; `choose` is called once a word of them stands in the field,
   * `leave` with the address of a name that was taken.
   */
  Warraq.offerSuggestions = function (field, list, suggest, choose, leave) {
    let waiting;
    let active = -1;

    function show(offers) {
      active = -1;
      list.replaceChildren(...offers.map(option));
      list.hidden = !offers.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      field.removeAttribute("aria-activedescendant");
    }

    function option({ text, whole, url }, place) {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      item.dataset.whole = whole;
      item.textContent = text;
      if (url) {
        item.dataset.url = url;
        item.append(" ", hint()); // without a space the two would join
      }
      item.addEventListener("pointerdown", (event) => {
        event.preventDefault(); // the field keeps the focus
        take(item);
      });
      return item;
    }

    /** Says that a name leads to its own page. */
    function hint() {
      const said = document.createElement("span");
      said.textContent = list.dataset.page;
      return said;
    }

    function take(item) {
      if (item.dataset.url) return leave(item.dataset.url);
      field.value = item.dataset.whole;
      show([]);
      choose();
    }

    function move(step) {
      const places = list.children.length + 1; // the last one is the field itself
      active = ((active + 1 + step + places) % places) - 1;
      Array.from(list.children).forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
      if (active < 0) field.removeAttribute("aria-activedescendant");
      else field.setAttribute("aria-activedescendant", list.children[active].id);
    }

    const KEYS = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: () => show([]),
      Enter: () => take(list.children[active]),
    };

    field.addEventListener("keydown", (event) => {
      if (list.hidden || !KEYS[event.key] || (event.key === "Enter" && active < 0)) return;
      event.preventDefault();
      KEYS[event.key]();
    });
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const text = field.value;
        const offers = await suggest(text);
        if (field.value === text && document.activeElement === field) show(offers);
      }, PAUSE);
    });
    field.addEventListener("blur", () => show([]));
    return () => {
      clearTimeout(waiting);
      show([]);
    };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

/* SPDX-License-Identifier: MIT
   The review of names: decisions by click or key, kept in the browser until they are saved as a file. */
(function () {
  "use strict";
  const list = document.querySelector(".proposals");
  const bar = document.querySelector(".review-bar");
  const known = JSON.parse(document.getElementById("known-entities").textContent);
  const store = `warraq-review ${location.pathname}`;
  const items = [...list.children];
  const KEYS = { KeyA: "accept", KeyM: "merge", KeyI: "ignore", KeyL: "later" };
  let decisions = {};
  let history = [];

  function load() {
    try {
      decisions = JSON.parse(localStorage.getItem(store)) || {};
    } catch {
      decisions = {};
    }
  }

  function keep() {
    try {
      localStorage.setItem(store, JSON.stringify(decisions));
    } catch {
      /* Without storage the decisions last as long as the page. */
    }
  }

  function targetOf(item) {
    return item.querySelector(".into").value.trim();
  }

  function conflictsOf(item) {
    const target = known[targetOf(item)];
    const reasons = [];
    if (!target) return reasons;
    if (target[1] !== item.dataset.type) reasons.push(bar.dataset.type);
    if (target[2] && item.dataset.wikidata && target[2] !== item.dataset.wikidata) reasons.push(bar.dataset.wikidata);
    if (item.dataset.disjoint && targetOf(item) === item.dataset.into) reasons.push(bar.dataset.disjoint);
    return reasons;
  }

  function isAllowed(item, decision) {
    if (decision !== "merge") return true;
    if (!targetOf(item) || targetOf(item) === item.id) {
      item.querySelector(".into").focus();
      return false;
    }
    const reasons = conflictsOf(item);
    return reasons.length === 0 || confirm([bar.dataset.warning, ...reasons].join("\n"));
  }

  function decide(item, decision) {
    if (!isAllowed(item, decision)) return;
    history.push([item.id, decisions[item.id]]);
    if (decision === "later") delete decisions[item.id];
    else decisions[item.id] = { decision, into: decision === "merge" ? targetOf(item) : "" };
    keep();
    draw(item);
    tally();
    if (item === current()) select(next(item, 1));
  }

  function undo() {
    const last = history.pop();
    if (!last) return;
    const [id, before] = last;
    if (before) decisions[id] = before;
    else delete decisions[id];
    keep();
    const item = document.getElementById(id);
    draw(item);
    tally();
    select(item);
  }

  function draw(item) {
    const own = decisions[item.id];
    const decision = own ? own.decision : "later";
    item.dataset.decision = decision;
    if (own && own.into) item.querySelector(".into").value = own.into;
    for (const button of item.querySelectorAll("button[value]")) {
      button.setAttribute("aria-pressed", String(button.value === decision));
    }
    item.querySelector(".conflict").textContent = conflictsOf(item).join(" ");
  }

  function tally() {
    const made = items.filter((item) => decisions[item.id]).length;
    bar.querySelector(".made").textContent = `${made} / ${items.length}`;
    bar.querySelector(".save").disabled = made === 0;
    bar.querySelector(".undo").disabled = history.length === 0;
  }

  function shown() {
    return items.filter((item) => !item.hidden);
  }

  function current() {
    return list.querySelector("[aria-current]");
  }

  function next(item, step) {
    const visible = shown();
    return visible[visible.indexOf(item) + step] || item;
  }

  function select(item) {
    if (!item) return;
    const before = current();
    if (before) before.removeAttribute("aria-current");
    item.setAttribute("aria-current", "true");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "center" });
  }

  function filter(type, undecided) {
    for (const item of items) {
      item.hidden = (type && item.dataset.type !== type) || (undecided && Boolean(decisions[item.id]));
    }
    if (!current() || current().hidden) select(shown()[0]);
  }

  function rows() {
    return items
      .filter((item) => decisions[item.id])
      .map((item) => ({ ...JSON.parse(item.dataset.row), ...decisions[item.id] }));
  }

  function save() {
    /* JSON is YAML, and a row a line is easy to read. */
    const text = `[\n${rows().map((row) => JSON.stringify(row)).join(",\n")}\n]\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
    link.download = "decisions.yml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  list.addEventListener("click", (event) => {
    const item = event.target.closest("li[id]");
    if (!item) return;
    const button = event.target.closest("button[value]");
    if (button) decide(item, button.value);
    else if (!event.target.closest("a, input")) select(item);
  });
  list.addEventListener("change", (event) => draw(event.target.closest("li[id]")));
  bar.querySelector(".save").addEventListener("click", save);
  bar.querySelector(".undo").addEventListener("click", undo);
  bar.addEventListener("change", () => {
    filter(bar.querySelector("select").value, bar.querySelector("[name=undecided]").checked);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select")) return;
    const item = current();
    if (event.code === "KeyZ") undo();
    else if (event.code === "KeyJ" || event.code === "ArrowDown") select(item ? next(item, 1) : shown()[0]);
    else if (event.code === "KeyK" || event.code === "ArrowUp") select(item ? next(item, -1) : shown()[0]);
    else if (KEYS[event.code] && item) decide(item, KEYS[event.code]);
    else return;
    event.preventDefault();
  });

  load();
  items.forEach(draw);
  tally();
  bar.hidden = false;
  select(items.find((item) => !decisions[item.id]) || items[0]);
})();

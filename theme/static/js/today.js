// SPDX-License-Identifier: MIT
// Shows on the home page what appeared on the reader's today in other years, in both calendars.
(function (Warraq) {
  "use strict";

  const now = new Date();

  /** Calendar → [month, day] of a moment in the reader's own time zone; null if the browser lacks the calendar. */
  const monthAndDay = {
    gregorian: (moment) => [moment.getMonth() + 1, moment.getDate()],
    hijri(moment) {
      // Created on demand: browsers take tens of milliseconds to load a calendar.
      const ummAlQura = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn", { month: "numeric", day: "numeric" });
      if (ummAlQura.resolvedOptions().calendar !== "islamic-umalqura") return null;
      const parts = ummAlQura.formatToParts(moment);
      return ["month", "day"].map((type) => Number(parts.find((part) => part.type === type).value));
    },
  };

  function sectionOf(calendar) {
    return document.querySelector(`.this-day[data-calendar="${calendar}"]`);
  }

  /** Returns the list item of an article [year, title, url]. */
  function itemOf(template, base, [year, title, url]) {
    const item = template.content.cloneNode(true);
    item.querySelector(".year").textContent = year;
    Warraq.drawIsolated(item.querySelector("a"), [{ text: title }]);
    item.querySelector("a").href = `${base}${url}`;
    return item;
  }

  /** Shows the articles of a day under its name; `isToday` is false for the nearest day. */
  function showArticles(section, day, isToday) {
    const { base, nearest } = section.dataset;
    const template = section.querySelector(".entry-of-year");
    const heading = section.querySelector("h3 a");
    heading.textContent = isToday ? day.label : `${nearest} ${day.label}`;
    heading.href = `${base}${day.url}`;
    const list = document.createElement("ul");
    list.append(...day.articles.map((article) => itemOf(template, base, article)));
    section.append(list);
  }

  /** Hides a calendar without a day to show; the last one hides the heading of both. */
  function hide(section) {
    section.hidden = true;
    const others = document.querySelectorAll(".this-day:not([hidden])");
    if (!others.length) section.closest(".headed").hidden = true;
  }

  /** Called by the script of a month, which plugins/dates/anniversaries.py writes. */
  Warraq.onThisDay = function (calendar, month, days) {
    const section = sectionOf(calendar);
    const [, today] = monthAndDay[calendar](now);
    const byDistance = Object.keys(days).sort((one, other) => Math.abs(one - today) - Math.abs(other - today));
    const [nearest] = byDistance;
    if (nearest) showArticles(section, days[nearest], Number(nearest) === today);
    else hide(section);
  };

  function loadMonth(section) {
    const today = monthAndDay[section.dataset.calendar](now);
    if (!today) return hide(section);
    const month = String(today[0]).padStart(2, "0");
    const script = document.createElement("script");
    script.src = `${section.dataset.scripts}${month}.js`;
    script.addEventListener("error", () => hide(section));
    document.head.append(script);
  }

  document.querySelectorAll(".this-day").forEach(loadMonth);
})((globalThis.Warraq = globalThis.Warraq || {}));

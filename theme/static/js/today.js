// SPDX-License-Identifier: MIT
// Shows on the home page what appeared on the reader's today in other years, in both calendars.
(function (Warraq) {
  "use strict";

  const now = new Date();

  /** Month and day of a moment in the reader's own zone; null where the browser lacks the calendar. */
  const monthAndDay = {
    gregorian: (moment) => [moment.getMonth() + 1, moment.getDate()],
    hijri(moment) {
      // Made only where it is asked for: browsers take tens of milliseconds to load a calendar.
      const ummAlQura = new Intl.DateTimeFormat("en-u-ca-islamic-umalqura-nu-latn", { month: "numeric", day: "numeric" });
      if (ummAlQura.resolvedOptions().calendar !== "islamic-umalqura") return null;
      const parts = ummAlQura.formatToParts(moment);
      return ["month", "day"].map((type) => Number(parts.find((part) => part.type === type).value));
    },
  };

  function sectionOf(calendar) {
    return document.querySelector(`.this-day[data-calendar="${calendar}"]`);
  }

  function entry(template, base, [year, title, url]) {
    const item = template.content.cloneNode(true);
    item.querySelector(".year").textContent = year;
    item.querySelector("a").textContent = title;
    item.querySelector("a").href = `${base}${url}`;
    return item;
  }

  function show(section, day) {
    const base = section.dataset.base;
    const heading = section.querySelector("h3 a");
    heading.textContent = day.label;
    heading.href = `${base}${day.url}`;
    const list = document.createElement("ul");
    list.append(...day.articles.map((article) => entry(section.querySelector(".entry-of-year"), base, article)));
    section.append(list);
  }

  /** Called by the script of a month. */
  Warraq.onThisDay = function (calendar, month, days) {
    const section = sectionOf(calendar);
    const day = days[monthAndDay[calendar](now)[1]];
    if (day) show(section, day);
    else section.append(section.querySelector(".nothing").content.cloneNode(true));
  };

  for (const section of document.querySelectorAll(".this-day")) {
    const today = monthAndDay[section.dataset.calendar](now);
    if (!today) continue;
    const script = document.createElement("script");
    script.src = `${section.dataset.scripts}${String(today[0]).padStart(2, "0")}.js`;
    document.head.append(script);
  }
})((globalThis.Warraq = globalThis.Warraq || {}));

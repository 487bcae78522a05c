// SPDX-License-Identifier: MIT
// Writes dates and figures as a reader wishes, and knows today in both calendars.
(function (Warraq) {
  "use strict";

  const ZERO = { latin: 0x30, arab: 0x660 };
  // «السبت 14 جمادى الآخرة 1441هـ – 8 فبراير 2020م»: plugins/dates/style.py writes it so.
  const BOTH = /^(\S+) (.+) – (.+)$/u;

  /** The text with its digits all latin (012) or all arab (٠١٢). */
  function withDigits(text, digits) {
    return text.replace(/[0-9٠-٩]/g, (digit) => String.fromCharCode(ZERO[digits] + (digit.charCodeAt(0) & 15)));
  }

  /** A date in two calendars with its halves exchanged; any other text as it is. */
  function exchanged(text) {
    return text.replace(BOTH, "$1 $3 – $2");
  }

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

  Warraq.dates = { withDigits, exchanged, monthAndDay };
})((globalThis.Warraq = globalThis.Warraq || {}));

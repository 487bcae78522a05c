// SPDX-License-Identifier: MIT
// Days as numbers, counted from 1970-01-01, and as ISO dates.
(function (Warraq) {
  "use strict";

  const DAY = 86400000; // milliseconds

  Warraq.days = {
    number: (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY),
    iso: (day) => new Date(day * DAY).toISOString().slice(0, 10),
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

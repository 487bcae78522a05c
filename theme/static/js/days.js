// SPDX-License-Identifier: MIT
// Days as numbers, counted from 1970-01-01, and as ISO dates.
(function (Warraq) {
  "use strict";

  const MILLISECONDS = 86400000;

  Warraq.days = {
    number: (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / MILLISECONDS),
    iso: (day) => new Date(day * MILLISECONDS).toISOString().slice(0, 10),
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

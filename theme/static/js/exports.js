// SPDX-License-Identifier: MIT
// A list of results as CSV, JSON or RIS, for other programs.
(function (Warraq) {
  "use strict";

  const COLUMNS = ["title", "source", "day", "date", "address"];

  /** A cell that a spreadsheet neither splits nor takes for a formula. */
  function cell(text) {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  }

  function csv(rows) {
    const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))];
    return `\ufeff${lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("")}`;
  }

  function reference({ title, source, day, address }) {
    const fields = [["TY", "NEWS"], ["TI", title], ["T2", source], ["DA", day.replaceAll("-", "/")], ["UR", address]];
    const lines = fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value.replace(/\s+/g, " ")}`);
    return [...lines, "ER  - ", ""].join("\r\n");
  }

  const picked = (row) => Object.fromEntries(COLUMNS.map((name) => [name, row[name]]));

  /** Format → its type and how rows of {title, source, day, date, address} become a file. */
  Warraq.exports = {
    csv: { type: "text/csv", write: csv },
    json: { type: "application/json", write: (rows) => `${JSON.stringify(rows.map(picked), null, 2)}\n` },
    ris: { type: "application/x-research-info-systems", write: (rows) => rows.map(reference).join("\r\n") },
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

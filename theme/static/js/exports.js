// SPDX-License-Identifier: MIT
// Results as CSV, JSON or RIS, for other programs.
(function (Warraq) {
  "use strict";

  const COLUMNS = ["title", "source", "day", "date", "address"];
  const BYTE_ORDER_MARK = "\ufeff";

  // What spreadsheets read as a formula or as the end of a cell, also after white space or invisible characters, in full
  // width, or where the semicolon separates cells (as in most Arabic and European locales).
  const FORMULA = /^[\s\u200b-\u200f\u2060\ufeff"']*[=+\-@|%＝＋－＠−﹢﹣﹦﹫;\t\r\n]/u;
  const CELL_ENDS = /[;\t]\s*(?=[=+\-@＝＋－＠])/gu;

  /** Returns a quoted cell that a spreadsheet does not take for a formula. */
  function csvCell(text) {
    const safe = (FORMULA.test(text) ? `'${text}` : text).replace(CELL_ENDS, "$&'");
    return `"${safe.replaceAll('"', '""')}"`;
  }

  function toCsv(rows) {
    const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))];
    return BYTE_ORDER_MARK + lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
  }

  function toJson(rows) {
    const records = rows.map((row) => Object.fromEntries(COLUMNS.map((name) => [name, row[name]])));
    return `${JSON.stringify(records, null, 2)}\n`;
  }

  /** Returns the RIS record of a row, without fields that are empty. */
  function risRecord({ title, source, day, address }) {
    const fields = [["TY", "NEWS"], ["TI", title], ["T2", source], ["DA", day.replaceAll("-", "/")], ["UR", address]];
    const filled = fields.filter(([, value]) => value);
    const lines = filled.map(([tag, value]) => `${tag}  - ${value.replace(/\s+/g, " ")}`);
    return [...lines, "ER  - ", ""].join("\r\n");
  }

  const toRis = (rows) => rows.map(risRecord).join("\r\n");

  /** Format → its media type, and how rows of {title, source, day, date, address} become a file. */
  Warraq.exports = {
    csv: { type: "text/csv", write: toCsv },
    json: { type: "application/json", write: toJson },
    ris: { type: "application/x-research-info-systems", write: toRis },
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

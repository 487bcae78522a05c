// SPDX-License-Identifier: MIT
// Results as CSV, JSON, RIS, BibTeX or CSL-JSON, for other programs.
(function (Warraq) {
  "use strict";

  const COLUMNS = ["title", "source", "authors", "day", "date", "address"];
  const BYTE_ORDER_MARK = "\ufeff";
  // What spreadsheets read as a formula or as the end of a cell, also after white space or invisible characters, in full
  // width, or where the semicolon separates cells (as in most Arabic and European locales).
  const FORMULA = /^[\s\u200b-\u200f\u2060\ufeff"']*[=+\-@|%＝＋－＠−﹢﹣﹦﹫;\t\r\n]/u;
  const CELL_ENDS = /[;\t]\s*(?=[=+\-@＝＋－＠])/gu;
  const BIBTEX_SPECIAL = /[\\{}%&$#_~^]/g;

  /** Returns a quoted cell that a spreadsheet does not take for a formula. */
  function csvCell(text) {
    const safe = (FORMULA.test(text) ? `'${text}` : text).replace(CELL_ENDS, "$&'");
    return `"${safe.replaceAll('"', '""')}"`;
  }

  function toCsv(rows) {
    const cells = rows.map((row) => ({ ...row, authors: row.authors.join("؛ ") }));
    const lines = [COLUMNS, ...cells.map((row) => COLUMNS.map((name) => row[name]))];
    return BYTE_ORDER_MARK + lines.map((line) => `${line.map(csvCell).join(",")}\r\n`).join("");
  }

  const jsonText = (records) => `${JSON.stringify(records, null, 2)}\n`;

  function toJson(rows) {
    return jsonText(rows.map((row) => Object.fromEntries(COLUMNS.map((name) => [name, row[name]]))));
  }

  const onOneLine = (text) => text.replace(/\s+/g, " ");

  /** Returns the RIS record of a row, without fields that are empty. */
  function risRecord({ title, source, authors, day, address }) {
    const names = authors.map((name) => ["AU", name]);
    const fields = [["TY", "NEWS"], ["TI", title], ...names, ["T2", source], ["DA", day.replaceAll("-", "/")], ["UR", address]];
    const filled = fields.filter(([, value]) => value);
    const lines = filled.map(([tag, value]) => `${tag}  - ${onOneLine(value)}`);
    return [...lines, "ER  - ", ""].join("\r\n");
  }

  const toRis = (rows) => rows.map(risRecord).join("\r\n");

  const idOf = ({ address }) => /([^/]*?)(?:\.html)?$/.exec(address)[1];

  /** Returns the BibTeX entry of a row. Braces keep a name of several words together. */
  function bibtexEntry(row) {
    const escaped = (text) => onOneLine(text).replace(BIBTEX_SPECIAL, (sign) => (sign === "\\" ? "/" : `\\${sign}`));
    const fields = {
      title: escaped(row.title),
      author: row.authors.map((name) => `{${escaped(name)}}`).join(" and "),
      journal: escaped(row.source),
      date: row.day,
      url: row.address,
    };
    const filled = Object.entries(fields).filter(([, value]) => value);
    const lines = filled.map(([name, value]) => `  ${name} = {${value}},\n`);
    return `@article{${idOf(row)},\n${lines.join("")}}\n`;
  }

  const toBibtex = (rows) => rows.map(bibtexEntry).join("\n");

  function cslItem(row) {
    const item = { id: idOf(row), type: "article-newspaper", title: row.title, "container-title": row.source };
    if (row.authors.length) item.author = row.authors.map((literal) => ({ literal }));
    if (row.day) item.issued = { "date-parts": [row.day.split("-").map(Number)] };
    return { ...item, URL: row.address };
  }

  const toCsl = (rows) => jsonText(rows.map(cslItem));

  /** Format → its media type, the ending of its file, and how rows {title, source, authors, day, date, address} become it. */
  Warraq.exports = {
    csv: { type: "text/csv", ending: "csv", write: toCsv },
    json: { type: "application/json", ending: "json", write: toJson },
    ris: { type: "application/x-research-info-systems", ending: "ris", write: toRis },
    bib: { type: "application/x-bibtex", ending: "bib", write: toBibtex },
    csl: { type: "application/vnd.citationstyles.csl+json", ending: "csl.json", write: toCsl },
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

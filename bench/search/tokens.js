// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints the SHA-256 of the terms of the texts on standard input (one JSON string a line), and the number of terms.
"use strict";

const crypto = require("node:crypto");
const readline = require("node:readline");
const { rules } = require("../../tests/js/load.js");

async function main() {
  const analyser = Warraq.analyser(rules);
  const digest = crypto.createHash("sha256");
  let count = 0;
  for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const terms = analyser.terms(JSON.parse(line));
    count += terms.length;
    digest.update(`${terms.join(" ")}\n`);
  }
  console.log(JSON.stringify([digest.digest("hex"), count]));
}

main();

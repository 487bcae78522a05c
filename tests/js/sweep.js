// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each code point but the surrogates, the terms of that character between two letters, one line each.
"use strict";

const { rules } = require("./load.js");

const analyser = Warraq.analyser(rules);
const lines = [];
for (let point = 0; point <= 0x10ffff; point++) {
  if (point >= 0xd800 && point <= 0xdfff) continue;
  lines.push(analyser.terms(`ب${String.fromCodePoint(point)}ب`).join(" "));
}
process.stdout.write(lines.join("\n"));

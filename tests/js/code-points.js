// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each code point, the terms of that character between two letters, one line each; - if it is unassigned.
"use strict";

const { rules } = require("./load.js");

const CODE_POINTS = 0x110000;
const UNASSIGNED_OR_PRIVATE = /[\p{Cn}\p{Co}\p{Cs}]/u;
const analyser = Warraq.analyser(rules);

function lineOf(point) {
  const character = String.fromCodePoint(point);
  return UNASSIGNED_OR_PRIVATE.test(character) ? "-" : analyser.terms(`ب${character}ب`).join(" ");
}

const lines = Array.from({ length: CODE_POINTS }, (_, point) => lineOf(point));
process.stdout.write(lines.join("\n"));

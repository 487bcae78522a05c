// SPDX-License-Identifier: AGPL-3.0-or-later
// Prints, for each code point, the terms of that character between two letters, one line each; - where it is none.
"use strict";

const { rules } = require("./load.js");

const analyser = Warraq.analyser(rules);
const NONE = /[\p{Cn}\p{Co}\p{Cs}]/u; // unassigned, private, half of a pair

function line(point) {
  const character = String.fromCodePoint(point);
  return NONE.test(character) ? "-" : analyser.terms(`ب${character}ب`).join(" ");
}

process.stdout.write(Array.from({ length: 0x110000 }, (_, point) => line(point)).join("\n"));

// SPDX-License-Identifier: AGPL-3.0-or-later
// The analyser returns the terms of the shared vectors; tests/test_terms.py runs the same rows.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");
const { ROOT, readJson, rules } = require("./load.js");

const analyser = Warraq.analyser(rules);

for (const { text, terms, why } of readJson(path.join(ROOT, "tests", "vectors", "terms.json"))) {
  test(why, () => assert.deepStrictEqual(analyser.terms(text), terms));
}

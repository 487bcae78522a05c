// SPDX-License-Identifier: AGPL-3.0-or-later
// The runs of the shared vectors are found; tests/test_bidi.py runs the same rows.
"use strict";

const test = require("node:test");
const assert = require("node:assert");
const path = require("node:path");
const { ROOT, readJson } = require("./load.js");

for (const { text, runs, why } of readJson(path.join(ROOT, "tests", "vectors", "bidi.json"))) {
  test(why, () => {
    const texts = Warraq.leftToRightRuns(text).map(([start, end]) => text.slice(start, end));
    assert.deepStrictEqual(texts, runs);
  });
}

for (const [text, direction] of [
  ["Oakly تعلن عن مقر جديد", "rtl"],
  ["The paper «الوادي» reports a goal", "ltr"],
  ["2020", "rtl"],
]) {
  test(`the direction of most letters: ${text}`, () => assert.strictEqual(Warraq.directionOf(text), direction));
}

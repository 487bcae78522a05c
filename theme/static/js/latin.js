// SPDX-License-Identifier: MIT
// A name in Latin letters and the Arabic words that may be it: the same consonants, and vowels as near as can be.
(function (Warraq) {
  "use strict";

  // Sounds of Latin letters, the longer ones first; Arabic letters that Latin does not tell apart are one.
  const SOUNDS = [
    ["sch", "ش"], ["tch", "ش"], ["sh", "ش"], ["ch", "ش"], ["kh", "خ"], ["gh", "ج"], ["th", "ت"], ["dh", "د"], ["ph", "ف"], ["ck", "ك"],
    ["ce", "سي"], ["ci", "سي"], ["cy", "سي"], ["oo", "و"], ["ou", "و"], ["ee", "ي"], ["x", "كس"],
    ["b", "ب"], ["c", "ك"], ["d", "د"], ["f", "ف"], ["g", "ج"], ["h", "ه"], ["j", "ج"], ["k", "ك"], ["l", "ل"], ["m", "م"], ["n", "ن"],
    ["p", "ب"], ["q", "ك"], ["r", "ر"], ["s", "س"], ["t", "ت"], ["v", "ف"], ["z", "ز"],
    ["a", "ا"], ["e", "ي"], ["i", "ي"], ["y", "ي"], ["o", "و"], ["u", "و"], ["w", "و"],
  ];
  const ALIKE = { ط: "ت", ث: "ت", ص: "س", ض: "د", ذ: "د", ظ: "ز", ق: "ك", ح: "ه", غ: "ج", ع: "ا", ء: "ا" };
  const FARTHEST = 2.5; // a word whose vowels differ by more than one in so many is another
  const LATIN = /^[a-z]{3,}$/;
  const SOUND = new RegExp(SOUNDS.map(([letters]) => letters).join("|"), "g");
  const WRITTEN = Object.fromEntries(SOUNDS);
  const VOWELS = /[اوي]+/g;

  /** Consonants, and the vowels before, between and after them: {bones, slots}. A last h or ه is heard as none. */
  function heard(letters) {
    const plain = letters.replace(/تش/g, "ش").replace(/(.)\1/g, "$1").replace(/ه$/, "ا");
    return { bones: plain.replace(VOWELS, ""), slots: plain.split(/[^اوي]/) };
  }

  const arabic = (word) => heard(Array.from(word, (letter) => ALIKE[letter] || letter).join(""));
  const latin = (word) => heard(word.replace(SOUND, (letters) => WRITTEN[letters]));

  /** How unlike the vowels between two consonants are: Arabic need not write a short one, and begins with an alef. */
  function unlike(said, written, place) {
    const known = place ? written : written.replace(/^ا(?=.)/, "");
    if (said === known || (!place && written === "ا")) return 0;
    if (known === "") return said === "ا" ? 0.5 : 1;
    return 1.5;
  }

  /** The letters with which an Arabic word may begin that is heard as a Latin one. */
  function firstLetters(word) {
    const [first] = word.replace(SOUND, (letters) => WRITTEN[letters]);
    const others = Object.keys(ALIKE).filter((letter) => ALIKE[letter] === first);
    return "اوي".includes(first) ? ["ا", "ع", "و", "ي"] : [first, ...others];
  }

  /** How far an Arabic word is from a Latin one by its vowels; Infinity where it is another word. */
  function distance(name, word) {
    const [said, written] = [latin(name), arabic(word)];
    if (said.bones !== written.bones) return Infinity;
    const far = said.slots.reduce((sum, vowels, place) => sum + unlike(vowels, written.slots[place], place), 0);
    return far > said.slots.length / FARTHEST ? Infinity : far;
  }

  Warraq.latin = { is: (word) => LATIN.test(word), firstLetters, distance };
})((globalThis.Warraq = globalThis.Warraq || {}));

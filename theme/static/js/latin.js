// SPDX-License-Identifier: MIT
// Transliteration: the Arabic words that a name in Latin letters may be, by equal consonants and similar vowels.
(function (Warraq) {
  "use strict";

  // Latin letters → Arabic ones, longer ones first. Arabic letters that Latin does not distinguish are one (SAME_SOUND).
  const TRANSLITERATION = [
    ["sch", "ش"], ["tch", "ش"], ["sh", "ش"], ["ch", "ش"], ["kh", "خ"], ["gh", "ج"], ["th", "ت"], ["dh", "د"], ["ph", "ف"], ["ck", "ك"],
    ["ce", "سي"], ["ci", "سي"], ["cy", "سي"], ["oo", "و"], ["ou", "و"], ["ee", "ي"], ["x", "كس"],
    ["b", "ب"], ["c", "ك"], ["d", "د"], ["f", "ف"], ["g", "ج"], ["h", "ه"], ["j", "ج"], ["k", "ك"], ["l", "ل"], ["m", "م"], ["n", "ن"],
    ["p", "ب"], ["q", "ك"], ["r", "ر"], ["s", "س"], ["t", "ت"], ["v", "ف"], ["z", "ز"],
    ["a", "ا"], ["e", "ي"], ["i", "ي"], ["y", "ي"], ["o", "و"], ["u", "و"], ["w", "و"],
  ];
  const SAME_SOUND = { ط: "ت", ث: "ت", ص: "س", ض: "د", ذ: "د", ظ: "ز", ق: "ك", ح: "ه", غ: "ج", ع: "ا", ء: "ا" };
  // One different vowel is allowed in so many.
  const VOWELS_PER_DIFFERENCE = 2.5;
  const LATIN_WORD = /^[a-z]{3,}$/;
  const LATIN_SOUND = new RegExp(TRANSLITERATION.map(([latin]) => latin).join("|"), "g");
  const ARABIC_OF = Object.fromEntries(TRANSLITERATION);
  const VOWELS = /[اوي]+/g;

  const transliterate = (word) => word.replace(LATIN_SOUND, (latin) => ARABIC_OF[latin]);
  const mergeSounds = (word) => Array.from(word, (letter) => SAME_SOUND[letter] || letter).join("");

  /** Returns the consonants, and the vowels before, between and after them. A final h or ه is silent. */
  function soundsOf(letters) {
    const plain = letters.replace(/تش/g, "ش").replace(/(.)\1/g, "$1").replace(/ه$/, "ا");
    return { consonants: plain.replace(VOWELS, ""), vowels: plain.split(/[^اوي]/) };
  }

  /**
   * Returns how different the vowels between two consonants are, 0 to 1.5. Arabic need not write a short vowel, and writes
   * an alef before one that begins a word.
   */
  function vowelDifference(latin, arabic, index) {
    const atStart = index === 0;
    const written = atStart ? arabic.replace(/^ا(?=.)/, "") : arabic;
    if (latin === written || (atStart && arabic === "ا")) return 0;
    if (written === "") return latin === "ا" ? 0.5 : 1;
    return 1.5;
  }

  /** Returns the letters with which the Arabic word for a Latin one may begin. */
  function firstLetters(word) {
    const [first] = transliterate(word);
    if ("اوي".includes(first)) return ["ا", "ع", "و", "ي"];
    return [first, ...Object.keys(SAME_SOUND).filter((letter) => SAME_SOUND[letter] === first)];
  }

  /** Returns how different the vowels of an Arabic word and a Latin one are; Infinity if they are different words. */
  function distance(latinWord, arabicWord) {
    const latin = soundsOf(transliterate(latinWord));
    const arabic = soundsOf(mergeSounds(arabicWord));
    if (latin.consonants !== arabic.consonants) return Infinity;
    const differences = latin.vowels.map((vowels, i) => vowelDifference(vowels, arabic.vowels[i], i));
    const total = differences.reduce((sum, difference) => sum + difference, 0);
    return total > latin.vowels.length / VOWELS_PER_DIFFERENCE ? Infinity : total;
  }

  Warraq.latin = { is: (word) => LATIN_WORD.test(word), firstLetters, distance };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Broken plurals by pattern: the plurals that a word may have, and the singulars that it may be the plural of.
(function (Warraq) {
  "use strict";

  // Broken plurals: patterns of folded singulars and their plurals, and the reverse. An archive contains hardly any word
  // that they give and that is none; those of words of three letters find others too («علم», «إعلام»).
  const LETTER = "([^اوي])";
  const ARABIC = /^[\u0621-\u064a]+$/;
  const PLURALS_OF_LONG_WORDS = [
    [`م${LETTER}(.)${LETTER}ه?`, "م$1ا$2$3"], // مدرسة مدارس
    [`م${LETTER}${LETTER}ا`, "م$1ا$2ء"], // مبدأ مبادئ
    [`(.)${LETTER}${LETTER}[اوي]${LETTER}ه?`, "$1$2ا$3ي$4"], // مفتاح مفاتيح، تقرير تقارير
    [`(.)ا(.)[اوي]${LETTER}ه?`, "$1وا$2ي$3"], // قانون قوانين
    [`(.)ا(.)${LETTER}ه?`, "$1وا$2$3"], // عاصمة عواصم
    [`(.)${LETTER}[اوي]${LETTER}ه`, "$1$2اء$3"], // وثيقة وثائق، رسالة رسائل
    [`(.)(.)ي${LETTER}`, "$1$2$3اء"], // سفير سفراء
    [`(.)(.)يه`, "$1$2ايا"], // هدية هدايا
    [`(.)اويه`, "$1وايا"], // زاوية زوايا
    [`(.{3,})ه`, "$1تي"], // مدينة، مدينتي حلب وحماة
    [`${LETTER}([^اي])([^اي])${LETTER}ه?`, "$1$2ا$3$4"], // قنبلة قنابل، كوكب كواكب
  ];
  const SINGULARS_OF_LONG_WORDS = [
    [`م${LETTER}ا(.)${LETTER}`, ["م$1$2$3", "م$1$2$3ه"]],
    [`م${LETTER}ا${LETTER}ء`, ["م$1$2ا"]],
    [`(.)${LETTER}ا${LETTER}ي${LETTER}`, ["$1$2$3و$4", "$1$2$3ا$4", "$1$2$3ي$4"]],
    [`(.)وا(.)ي${LETTER}`, ["$1ا$2و$3"]],
    [`(.)وا(.)${LETTER}`, ["$1ا$2$3", "$1ا$2$3ه"]],
    [`(.)${LETTER}اء${LETTER}`, ["$1$2ي$3ه", "$1$2ا$3ه"]],
    [`(.)(.)${LETTER}اء`, ["$1$2ي$3"]],
    [`(.)(.)ايا`, ["$1$2يه"]],
    [`(.)وايا`, ["$1اويه"]],
    [`${LETTER}([^اي])ا([^اي])${LETTER}`, ["$1$2$3$4", "$1$2$3$4ه"]],
  ];
  const OF_SHORT_WORDS = [
    [`(.)([^ا])${LETTER}`, ["$1$2و$3", "ا$1$2ا$3"]], // سيف سيوف، طرف أطراف
    [`${LETTER}${LETTER}`, ["$1$2و$2"]], // خط خطوط
    [`${LETTER}${LETTER}ه`, ["$1$2$2"]], // قمة قمم
    [`${LETTER}${LETTER}\\2`, ["$1$2ه"]],
    [`(.)ا(.)ي`, ["$1$2اه"]], // راوي رواة
    [`(.)(.)اه`, ["$1ا$2ي"]],
    [`${LETTER}${LETTER}ا`, ["ا$1$2اء"]], // خطأ أخطاء
    [`ا(.)(.)ا${LETTER}`, ["$1$2$3"]],
    [`${LETTER}(.)و${LETTER}`, ["$1$2$3"]],
    [`ا${LETTER}${LETTER}اء`, ["$1$2ا"]],
  ];
  const compilePatterns = (rows) => rows.map(([pattern, words]) => [new RegExp(`^${pattern}$`), [words].flat()]);
  const LONG_PATTERNS = compilePatterns([...PLURALS_OF_LONG_WORDS, ...SINGULARS_OF_LONG_WORDS]);
  const SHORT_PATTERNS = compilePatterns(OF_SHORT_WORDS);

  /**
   * Returns folded words that may be plurals of a folded word without article, or its singular; of words of three letters
   * only if the word `isAlone` in the query.
   */
  Warraq.otherNumbers = function (word, isAlone) {
    if (!ARABIC.test(word)) return [];
    const patterns = isAlone ? [...LONG_PATTERNS, ...SHORT_PATTERNS] : LONG_PATTERNS;
    const matching = patterns.filter(([pattern]) => pattern.test(word));
    return matching.flatMap(([pattern, words]) => words.map((other) => word.replace(pattern, other)));
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

// SPDX-License-Identifier: MIT
// Transliteration: how likely an Arabic word is what a name in Latin letters stands for.
//
// Both words are aligned sound by sound; the cost of an alignment is what does not fit. Arabic need not write a short
// vowel, Latin need not write ع: «Mohammed» and «محمد» cost the three vowels, «Gaddafi» and «قذافي» also two letters
// that Latin does not distinguish.
(function (Warraq) {
  "use strict";

  // Latin sounds, longer ones first → Arabic letters and their cost. "" is an unwritten sound.
  const SOUNDS = [
    ["sch", { ش: 0 }], ["tch", { تش: 0, ش: 0.2 }], ["sh", { ش: 0, سه: 0.4 }], ["kh", { خ: 0, كه: 0.5, ق: 0.5 }],
    ["gh", { غ: 0, ج: 0.2, ق: 0.5 }],
    ["ch", { ش: 0, تش: 0, خ: 0.2, ك: 0.3 }], ["th", { ث: 0, ذ: 0.1, ت: 0.2, ظ: 0.3, ته: 0.4 }],
    ["dh", { ذ: 0, ض: 0.1, ظ: 0.1, د: 0.3 }],
    ["dj", { ج: 0 }], ["dg", { ج: 0 }], ["ph", { ف: 0 }], ["ck", { ك: 0 }], ["zh", { ج: 0.1, ز: 0.2 }],
    ["x", { كس: 0, ز: 0.4 }],
    ["ng", { نج: 0, نغ: 0, نق: 0.3, نك: 0.3, ن: 0.3 }], ["gg", { ج: 0.1, غ: 0.1, ق: 0.1, قج: 0 }],
    ["mb", { مب: 0, نب: 0.05 }],
    ["ce", { سي: 0.1, س: 0.1, ش: 0.4, كي: 0.3 }], ["ci", { سي: 0, شي: 0.3 }],
    ["ee", { ي: 0, ا: 0.6 }], ["ei", { ي: 0, اي: 0.1 }], ["ie", { ي: 0 }],
    ["ai", { ي: 0.1, اي: 0, اء: 0.05, عاء: 0.1, عي: 0.2 }], ["ay", { ي: 0.1, اي: 0 }],
    ["aye", { اي: 0.1, اءي: 0.1, عاء: 0.1 }], ["ey", { ي: 0, اي: 0.3 }], ["oo", { و: 0 }], ["ou", { و: 0, او: 0.2, "": 0.4 }], ["au", { و: 0.1, او: 0 }],
    ["aw", { و: 0.1, او: 0 }], ["ow", { و: 0, او: 0.1 }],
    ["aa", { ا: 0, عا: 0.1, ع: 0.2 }], ["ia", { يا: 0, ي: 0.3, يه: 0 }], ["ya", { يا: 0, يه: 0.1, ي: 0.3 }],
    ["yo", { يو: 0, ي: 0.3 }], ["you", { يو: 0 }],
    ["b", { ب: 0 }], ["p", { ب: 0 }], ["t", { ت: 0, ط: 0 }], ["j", { ج: 0, ي: 0.4, خ: 0.6 }],
    ["g", { ج: 0.1, غ: 0.1, ق: 0.2, ك: 0.3 }],
    ["h", { ه: 0, ح: 0, "": 0.6 }], ["d", { د: 0, ض: 0.1, ذ: 0.15 }], ["r", { ر: 0 }],
    ["z", { ز: 0, ظ: 0.1, ذ: 0.2, ض: 0.4 }],
    ["s", { س: 0, ص: 0, ث: 0.3, ز: 0.3 }], ["c", { ك: 0, ق: 0.2, س: 0.2 }], ["k", { ك: 0, ق: 0.1, خ: 0.5 }],
    ["q", { ق: 0, ك: 0.2 }],
    ["f", { ف: 0 }], ["v", { ف: 0, و: 0.4 }], ["l", { ل: 0 }], ["m", { م: 0 }], ["n", { ن: 0 }], ["w", { و: 0 }],
    ["a", { ا: 0.05, "": 0.1, ع: 0.15, عا: 0.15, ه: 0.4, ي: 0.5, و: 0.7 }], ["e", { "": 0.05, ي: 0.2, ا: 0.3, ع: 0.3 }],
    ["i", { ي: 0.05, "": 0.15, اي: 0.25, ا: 0.4, ع: 0.4 }], ["y", { ي: 0, "": 0.4, اي: 0.3 }],
    ["o", { و: 0.05, "": 0.15, ا: 0.4, ع: 0.4 }],
    ["u", { و: 0.1, "": 0.1, يو: 0.25, ا: 0.3, ع: 0.3 }], ["'", { ع: 0, ء: 0, "": 0.1 }],
    // Digits for the letters that Latin lacks, as in chats.
    ["2", { ء: 0, ا: 0.1, ق: 0.3 }], ["3", { ع: 0, عا: 0 }], ["5", { خ: 0 }], ["6", { ط: 0 }], ["7", { ح: 0 }],
    ["8", { غ: 0, ق: 0.2 }], ["9", { ص: 0, ق: 0.1 }],
  ].sort(([a], [b]) => b.length - a.length);
  // Arabic letters that Latin may leave out, and the cost.
  const UNWRITTEN = { ع: 0.2, ء: 0.2, ا: 0.7, و: 0.9, ي: 0.9, ه: 0.6 };
  // At the start of a word ا stands for no sound of its own («Brahim» is إبراهيم); ع is heard as a vowel, which Latin writes.
  const UNWRITTEN_AT_START = { ا: 0.1, ع: 0.8 };
  const COST_OF_TAIL = { ah: 0, a: 0, eh: 0.1 };
  const FINAL_AH = { ه: 0, ا: 0.05, اء: 0.1, ي: 0.2 };
  // Vowels that begin a word, where Arabic writes a letter for them.
  const AT_START = {
    a: { ا: 0, ع: 0.1, عا: 0.15 }, e: { ا: 0.05, ع: 0.1, اي: 0.1 }, i: { ا: 0.05, ع: 0.1, اي: 0.1, ي: 0.3 },
    o: { ا: 0.2, او: 0, ع: 0.05, عو: 0.2 }, u: { ا: 0.2, او: 0, ع: 0.05, عو: 0.2 },
  };
  const AFTER_CONSONANT = /[dtskgcp]$/;
  // A y before a vowel is a consonant, which Arabic writes.
  const GLIDE = /^y(?=[aeou])/;
  const COST_OF_DROPPED_GLIDE = 0.6;
  // An h behind these letters is mostly one sound with them.
  const COST_OF_SPLIT = 0.4;
  const COST_OF_DOUBLED = 0.2;
  const MAX_COST = 1.1;
  const MAX_COST_PER_SOUND = 0.22;
  const MIN_LETTERS = 3;
  const LATIN_WORD = /^(?=.*[a-z])[a-z'’ʿ2356789-]+$/;
  const ARTICLE = /^(?:al|el|ul|as|ash|an|ad|at|ar|az)[-'’ ]/;
  // Names of two words: «Abdelaziz», «Nasrallah», «Salahuddin».
  const SERVANT = /^[a3]bd(?:[aeiou]?l|[aeou](?=[rszntd]))?[- ]?(?=..)/;
  const OF_GOD = /^(.{3,})[aoue]l{1,2}[aâ]h?$/;
  const OF_FAITH = /^(.{3,}?)(?:[aeiu]?d?)[- ]?(?:d[- ]?d|d)[ie]+e?n$/;

  // Names that are no transliteration of the Arabic ones.
  const EXONYMS = {
    cairo: "القاهرة", aleppo: "حلب", damascus: "دمشق", jerusalem: "القدس", egypt: "مصر", jordan: "الأردن",
    morocco: "المغرب", algeria: "الجزائر", syria: "سوريا",
    algiers: "الجزائر", tripoli: "طرابلس", mecca: "مكة", medina: "المدينة المنورة", greece: "اليونان",
    germany: "ألمانيا", austria: "النمسا",
    hungary: "المجر", cyprus: "قبرص", india: "الهند", china: "الصين", spain: "إسبانيا", england: "إنجلترا",
    britain: "بريطانيا", america: "أمريكا",
    saudi: "السعودية", emirates: "الإمارات", palestine: "فلسطين", moses: "موسى", abraham: "إبراهيم", joseph: "يوسف",
    jacob: "يعقوب", david: "داود",
    solomon: "سليمان", mary: "مريم", nile: "النيل", euphrates: "الفرات", tigris: "دجلة", isis: "داعش", sidon: "صيدا",
    tyre: "صور", nablus: "نابلس",
    hebron: "الخليل", bethlehem: "بيت لحم", nazareth: "الناصرة", jaffa: "يافا", acre: "عكا", kairouan: "القيروان",
    marrakesh: "مراكش", fez: "فاس",
    tangier: "طنجة", casablanca: "الدار البيضاء", venice: "البندقية", vienna: "فيينا", geneva: "جنيف", athens: "أثينا",
    albania: "ألبانيا",
    japan: "اليابان", turkey: "تركيا", georgia: "جورجيا", poland: "بولندا", sweden: "السويد", norway: "النرويج",
    denmark: "الدنمارك", ethiopia: "إثيوبيا", netherlands: "هولندا", switzerland: "سويسرا", ireland: "أيرلندا",
    scotland: "اسكتلندا", croatia: "كرواتيا", czech: "التشيك", sharjah: "الشارقة", alexandria: "الإسكندرية", giza: "الجيزة",
    luxor: "الأقصر", latakia: "اللاذقية", lattakia: "اللاذقية", antioch: "أنطاكية",
    // In French, as the press of the Maghreb and Lebanon has them.
    maroc: "المغرب", alger: "الجزائر", algerie: "الجزائر", liban: "لبنان", syrie: "سوريا", damas: "دمشق", alep: "حلب",
    caire: "القاهرة", egypte: "مصر", jordanie: "الأردن", irak: "العراق", libye: "ليبيا", mecque: "مكة", allemagne: "ألمانيا",
    espagne: "إسبانيا", angleterre: "إنجلترا", tanger: "طنجة", grece: "اليونان", chine: "الصين",
    inde: "الهند", turquie: "تركيا",
    // Names whose Arabic is one word of two.
    facebook: "فيسبوك", youtube: "يوتيوب", whatsapp: "واتساب", microsoft: "مايكروسوفت", wikipedia: "ويكيبيديا",
    wikileaks: "ويكيليكس", tiktok: "تيك توك", snapchat: "سناب شات", playstation: "بلايستيشن",
  };

  const withoutAccents = (word) => word.normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const plain = (word) => withoutAccents(word.toLowerCase()).replace(/ı/g, "i").replace(/[’ʿ]/g, "'");
  // In «Nasr» the vowel is short: two consonants follow, and end the word.
  const SHORT_A = /^a(?![a-z]*h)[b-df-gj-np-tv-xz][b-df-hj-np-tv-xz]$/;
  const COST_OF_LONG = 0.15;
  // The last vowel is mostly long: «Salah» is صلاح, «Mahmud» محمود.
  const LAST_VOWEL = { a: /^a[^aeiou]$/, u: /^u[^aeiou]$/ };
  const COST_OF_SHORT_LAST = { a: 0.03, u: 0.05 };
  const DOUBLED = /([b-df-hj-np-tv-xz])\1/g;
  const withoutDoubles = (word) => word.replace(DOUBLED, (pair, letter) => (letter === "g" ? pair : letter));
  const withoutDoubledArabic = (word) => word.replace(/(.)\1/g, "$1");

  /**
   * Returns the cheapest alignment of the Latin letters from `i` with the Arabic ones from `j`; `memo` has those known.
   */
  function align(latin, arabic, i, j, memo) {
    if (i === latin.length && j === arabic.length) return 0;
    const key = i * 64 + j;
    if (memo.has(key)) return memo.get(key);
    let best = Infinity;
    const tail = latin.slice(i);
    if (tail in COST_OF_TAIL) best = (FINAL_AH[arabic.slice(j)] ?? Infinity) + COST_OF_TAIL[tail];
    for (const [sound, letters] of SOUNDS) {
      if (!latin.startsWith(sound, i)) continue;
      const split = sound === "h" && AFTER_CONSONANT.test(latin.slice(0, i)) ? COST_OF_SPLIT : 0;
      for (const [written, cost] of Object.entries((i === 0 && AT_START[sound]) || letters)) {
        if (!arabic.startsWith(written, j)) continue;
        const dropped = !written && GLIDE.test(tail) ? COST_OF_DROPPED_GLIDE : 0;
        const long = written === "ا" && SHORT_A.test(tail) ? COST_OF_LONG : 0;
        const short = !written && LAST_VOWEL[sound]?.test(tail) ? COST_OF_SHORT_LAST[sound] : 0;
        best = Math.min(best, cost + split + dropped + long + short + align(latin, arabic, i + sound.length, j + written.length, memo));
      }
    }
    const unwritten = (j === 0 && UNWRITTEN_AT_START[arabic[j]]) || UNWRITTEN[arabic[j]];
    if (j < arabic.length && unwritten) best = Math.min(best, unwritten + align(latin, arabic, i, j + 1, memo));
    memo.set(key, best);
    return best;
  }

  /** Returns how badly a folded Arabic word fits a Latin one; Infinity if it is another word. */
  function distance(latinWord, arabicWord) {
    const latin = withoutDoubles(plain(latinWord).replace(/-/g, ""));
    if (latin.length > 40 || arabicWord.length > 40) return Infinity;
    const cost = Math.min(
      align(latin, arabicWord, 0, 0, new Map()),
      COST_OF_DOUBLED + align(latin, withoutDoubledArabic(arabicWord), 0, 0, new Map()),
    );
    return cost > Math.min(MAX_COST, latin.length * MAX_COST_PER_SOUND) ? Infinity : cost;
  }

  /** Returns the Arabic letters for the first sound of Latin letters. */
  function lettersOfFirstSound(latin) {
    const letters = SOUNDS.filter(([sound]) => latin.startsWith(sound)).flatMap(([, written]) => Object.keys(written));
    const first = letters.filter(Boolean).map((written) => written[0]);
    return /^[aeiou']/.test(latin) ? [...first, "ا", "ع"] : first;
  }

  /** Returns the letters with which the Arabic word for a Latin one, or its stem, may begin. */
  function firstLetters(word) {
    const latin = plain(word);
    // The stem of a word that begins like one with a joined letter lacks it: «واشنطن».
    const rests = /^[wbl]./.test(latin) ? [latin.slice(1), latin.replace(/^.[aeiou']*/, "")] : [];
    return Array.from(new Set([latin, ...rests].filter(Boolean).flatMap(lettersOfFirstSound)));
  }

  /**
   * Returns the parts of a Latin name: Latin ones to be transliterated, and those whose Arabic is known: «Nasrallah» is
   * {latin: "nasr"} and {arabic: "الله"}.
   */
  function partsOf(word) {
    const name = plain(word).replace(ARTICLE, "");
    if (Object.hasOwn(EXONYMS, name)) return [{ arabic: EXONYMS[name] }];
    const servant = SERVANT.exec(name);
    if (servant) {
      const rest = name.slice(servant[0].length);
      return [{ arabic: "عبد" }, /^l?l?ah?$/.test(rest) ? { arabic: "الله" } : { latin: rest, article: true }];
    }
    const ofGod = OF_GOD.exec(name);
    if (ofGod && /h$/.test(name)) return [{ latin: ofGod[1] }, { arabic: "الله" }];
    const ofFaith = OF_FAITH.exec(name);
    if (ofFaith && /dd?[ie]+n$/.test(name) && name.length > 6) return [{ latin: ofFaith[1] }, { arabic: "الدين" }];
    return [{ latin: name }];
  }

  const is = (word) => LATIN_WORD.test(plain(word)) && plain(word).replace(ARTICLE, "").length >= MIN_LETTERS;

  Warraq.latin = { is, firstLetters, distance, partsOf };
})((globalThis.Warraq = globalThis.Warraq || {}));

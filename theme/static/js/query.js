// SPDX-License-Identifier: MIT
// Answers a query from the few shards that contain its terms.
//
// Two stages rank: Lunr's scores, exact to the last bit (score.js), and a factor for words that stand together and for
// the very forms of the query (second-stage.js).
(function (Warraq) {
  "use strict";

  // A pattern that needs more shards is a single letter or an affix.
  const MAX_SHARDS = 64;
  // About four megabytes.
  const MAX_SHARDS_CONFIRMED = 1024;

  // A query of more words is a pasted text: the longest of its words are looked up, and the rarest of those decide.
  const MAX_WORDS = 24;
  const WORDS_LOOKED_UP = 32;
  const WORDS_USED = 16;

  // A name in Latin letters has articles that write it so, and others in Arabic.
  const LATIN = /[a-z]{3}/i;
  // Where so few articles are found, words in so few articles may be misspelt.
  const MAX_DOUBTFUL = 3;
  // A form in more articles is a word, whatever is written with hamza.
  const MAX_WITHOUT_HAMZA = 50;

  const isWildcard = (term) => term.includes("*");
  const isPrefix = (term) => term.indexOf("*") === term.length - 1;
  const byText = ({ text: a }, { text: b }) => (a < b ? -1 : 1);
  const distinct = (values) => Array.from(new Set(values));
  const union = (maps) => new Map(maps.flatMap((map) => Array.from(map || [])));

  /** Returns a search engine over an open index. */
  Warraq.engine = function (index) {
    const analyser = Warraq.analyser(index.rules);
    const language = Warraq.queryLanguage(index.storedFields, analyser, index.formFields);
    const noLists = Object.keys(index.formFields).map(() => Warraq.noPostings);

    /**
     * Returns a function that returns whether a term may match a wildcard or be within an edit distance: an edit
     * changes the length by one at most, and removes one letter at most.
     */
    function mayMatch(term, editDistance) {
      if (editDistance) {
        const isNearLength = (other) => Math.abs(other.length - term.length) <= editDistance;
        const lacks = (word, letters) => Array.from(letters).filter((letter) => !word.includes(letter)).length;
        const haveSameLetters = (a, b) => lacks(a, b) <= editDistance && lacks(b, a) <= editDistance;
        return (other) => isNearLength(other) && haveSameLetters(other, term);
      }
      const pieces = term.split("*").map((piece) => piece.replace(/[^\p{L}\p{N}]/gu, "\\$&"));
      const pattern = new RegExp(`^${pieces.join(".*")}$`, "s");
      return (other) => pattern.test(other);
    }

    /**
     * Returns which of `terms` match a wildcard or are within an edit distance, in the order in which Lunr visits them.
     * A token set of a whole vocabulary takes seconds, so it is made of those that may match.
     */
    function matching(term, editDistance, terms) {
      const pattern = lunr.TokenSet.fromClause(editDistance ? { term, editDistance } : { term });
      const candidates = terms.filter(mayMatch(term, editDistance)).sort();
      return lunr.TokenSet.fromArray(candidates).intersect(pattern).toArray();
    }

    function tooWide(limit) {
      return new Warraq.BadQuery("too many words match", limit < MAX_SHARDS_CONFIRMED ? "too-wide" : "far-too-wide");
    }

    async function shardsBetween(first, last, limit) {
      const names = await index.shardsBetween(first, last, limit);
      if (!names) throw tooWide(limit);
      return names;
    }

    async function shardsOf(terms, limit) {
      const shards = await Promise.all(distinct(terms).map((term) => shardsBetween(term, term, limit)));
      return shards.flat();
    }

    /** Returns all forms of the vocabulary with their terms: a map from form to term. */
    async function loadForms() {
      const terms = await index.vocabulary();
      const pairsOf = ({ text, forms }) => forms.map((form) => [Warraq.formTerm(form, text), text]);
      return new Map(terms.flatMap(pairsOf));
    }

    let stemsOfForms = null;

    /** Returns the forms that match a pattern, each with its term, from the whole vocabulary. */
    async function formsMatching(pattern) {
      stemsOfForms ||= await loadForms();
      const forms = matching(pattern, 0, Array.from(stemsOfForms.keys()));
      return new Map(forms.map((form) => [form, stemsOfForms.get(form)]));
    }

    /**
     * Returns what a term or pattern of a clause needs: the names of `shards`, at most `limit`, the `terms` in them or
     * all with a `prefix`, and the `stems` of forms. Fuzzy terms and inner wildcards are matched against the whole
     * vocabulary.
     */
    async function scopeOf(term, { editDistance, isFormPattern, stems }, limit) {
      if (isFormPattern) {
        const matches = await formsMatching(term);
        return { stems: matches, terms: [], shards: await shardsOf(Array.from(matches.values()), limit) };
      }
      if (stems) return { stems, terms: [], shards: await shardsOf(Array.from(stems.values()), limit) };
      if (!editDistance && !isWildcard(term)) return { terms: [term], shards: await shardsOf([term], limit) };
      if (!editDistance && isPrefix(term)) {
        const prefix = term.slice(0, -1);
        return { prefix, shards: await shardsBetween(prefix, `${prefix}\uffff`, limit) };
      }
      const vocabulary = await index.vocabulary();
      const terms = matching(term, editDistance, vocabulary.map(({ text }) => text));
      return { terms, shards: await shardsOf(terms, limit) };
    }

    // Lunr's token sets, which match patterns, are in the second bundle.
    const isPattern = ({ editDistance, terms }) => editDistance || terms.some(isWildcard);

    /**
     * Loads the terms of a query; returns those that the archive contains by their text, each with its rank as
     * `number`.
     */
    async function loadTerms({ clauses, phrases, near, forms }, limit) {
      if (clauses.some(isPattern)) await Warraq.loadMore();
      const ofPairs = near.flatMap(({ first, second }) => [first, second]);
      const inOrder = [...phrases.flatMap((phrase) => phrase.terms), ...ofPairs];
      const [ofClauses, ofOrdered] = await Promise.all([
        Promise.all(clauses.flatMap((clause) => clause.terms.map((term) => scopeOf(term, clause, limit)))),
        Promise.all(distinct(inOrder).map((term) => scopeOf(term, {}, limit))),
      ]);
      // The stems of forms are terms of clauses: they need no other shard.
      const scopes = [...ofClauses, ...ofOrdered, ...forms.map(({ stems }) => ({ stems, shards: [] }))];
      const names = distinct(scopes.flatMap((scope) => scope.shards));
      if (names.length > limit) throw tooWide(limit);
      const shards = await Promise.all(names.map(index.shard));
      const stems = union(scopes.map((scope) => scope.stems));
      const stored = shards.flat();
      const ofPhrases = new Set(phrases.flatMap((phrase) => phrase.terms));
      await Promise.all(stored.filter(({ text }) => ofPhrases.has(text)).map((term) => term.loadPositions()));
      const needed = stored.filter(isInScope(scopes)).map(withFormLists);
      const terms = [...needed, ...formTerms(stored, stems)].sort(byText);
      return new Map(terms.map((term, number) => [term.text, Object.assign(term, { number })]));
    }

    /** Returns a term with an empty list for each field of forms. */
    const withFormLists = ({ text, lists }) => ({ text, lists: [...lists, ...noLists] });

    /** Returns the forms of `stems` (form → term) that the archive contains, as terms of the fields of forms. */
    function formTerms(terms, stems) {
      const byTerm = new Map(terms.map((term) => [term.text, term]));
      const noStored = index.storedFields.map(() => Warraq.noPostings);
      const sources = Object.values(index.formFields).map((name) => index.storedFields.indexOf(name));
      return Array.from(stems).flatMap(([text, stem]) => {
        const term = byTerm.get(stem);
        const number = term ? term.forms.findIndex((form) => Warraq.formTerm(form, stem) === text) : -1;
        if (number < 0) return [];
        const lists = sources.map((field) => Warraq.postingsOfForm(term.lists[field], number));
        return lists.some(({ articles }) => articles.length) ? [{ text, lists: [...noStored, ...lists] }] : [];
      });
    }

    /** Returns a function that returns whether any of the scopes needs a term. */
    function isInScope(scopes) {
      const exact = new Set(scopes.flatMap((scope) => [...(scope.terms || []), ...(scope.stems?.values() || [])]));
      const prefixes = scopes.map((scope) => scope.prefix).filter((prefix) => prefix !== undefined);
      return ({ text }) => exact.has(text) || prefixes.some((prefix) => text.startsWith(prefix));
    }

    /** Returns the texts of the loaded terms that one term or pattern of a clause matches. */
    function textsOf(term, editDistance, loaded, sorted) {
      if (isWildcard(term) || editDistance) return matching(term, editDistance, sorted);
      return loaded.has(term) ? [term] : [];
    }

    /** Returns a clause as `Warraq.score` needs it: with the terms that the archive contains, in Lunr's order. */
    function resolve(clause, loaded, sorted) {
      const { REQUIRED, PROHIBITED } = lunr.Query.presence;
      const texts = clause.terms.map((term) => textsOf(term, clause.editDistance, loaded, sorted));
      return {
        terms: texts.flat().map((text) => loaded.get(text)),
        missing: texts.some((matches) => !matches.length),
        boost: clause.boost,
        fields: clause.fields.map((name) => index.fields.indexOf(name)),
        required: clause.presence === REQUIRED,
        prohibited: clause.presence === PROHIBITED,
        group: clause.group,
      };
    }

    /** Returns a clause without the alternatives that the archive does not contain, unless it contains none. */
    function withoutMissing(clause, loaded, sorted) {
      const terms = clause.terms.filter((term) => textsOf(term, clause.editDistance, loaded, sorted).length);
      return terms.length ? { ...clause, terms } : clause;
    }

    /** Returns a function from an article to whether it has all phrases and no excluded one; of a group it needs one operand. */
    function phraseFilter(phrases, pairs, loaded) {
      const wanted = phrases.filter((phrase) => !phrase.prohibited);
      const groups = distinct(wanted.map(({ group }) => group)).map((group) => {
        const words = pairs.filter(({ clause }) => clause.group === group && !clause.isOfPhrase);
        const lists = words.flatMap(({ resolved: { terms, fields } }) =>
          terms.flatMap((term) => fields.map((field) => term.lists[field])),
        );
        const withWord = new Set(lists.flatMap(({ articles }) => Array.from(articles)));
        return { withWord, phrases: wanted.filter((phrase) => phrase.group === group) };
      });
      return (article) => {
        const isIn = (phrase) => containsPhrase(article, phrase, loaded);
        if (phrases.some((phrase) => phrase.prohibited && isIn(phrase))) return false;
        return groups.every((group) => group.withWord.has(article) || group.phrases.some(isIn));
      };
    }

    function containsPhrase(article, phrase, loaded) {
      const terms = phrase.terms.map((term) => loaded.get(term));
      const isIn = (name) => Warraq.isPhraseIn(terms, index.fields.indexOf(name), article);
      return terms.every(Boolean) && phrase.fields.some(isIn);
    }

    const postings = ({ lists }) => lists.reduce((sum, list) => sum + list.articles.length, 0);
    const documents = ({ resolved }) => resolved.terms.reduce((sum, term) => sum + postings(term), 0);

    const termsOf = (clause) => (clause.stems ? Array.from(clause.stems.values()) : clause.terms);

    /** Returns the words that no article or few contain, which may be misspelt: [term, number of articles]. */
    function doubtfulTerms(pairs) {
      const words = pairs.filter(({ clause }) => !isPattern(clause) && !clause.isExtra);
      const counted = words.flatMap((pair) => termsOf(pair.clause).map((term) => [term, documents(pair)]));
      return counted.filter(([term, count]) => count <= MAX_DOUBTFUL || LATIN.test(term));
    }

    /** Returns the rare forms that end in alef, with their numbers of articles: «الأربعا» lacks its hamza. */
    function formsWithoutHamza({ forms }, loaded) {
      const documentsOf = (text) => (loaded.has(text) ? postings(loaded.get(text)) : 0);
      const counted = forms.map(({ written, terms: [text] }) => [written, documentsOf(text)]);
      return counted.filter(([written, count]) => written.endsWith("ا") && count <= MAX_WITHOUT_HAMZA);
    }

    /** Returns a pasted text with only its longest words, or the query itself if it is short. */
    function shorten(query) {
      const words = distinct(query.clauses.flatMap((clause) => clause.terms));
      if (words.length <= MAX_WORDS || query.clauses.some(isPattern)) return query;
      const used = new Set(words.sort((a, b) => b.length - a.length).slice(0, WORDS_LOOKED_UP));
      const clauses = query.clauses.filter((clause) => clause.terms.some((term) => used.has(term)));
      return { ...query, clauses, phrases: [], near: [], forms: [], isName: false, isShortened: true };
    }

    /** Returns the clauses with the rarest words of a pasted text, each with what it is resolved to. */
    function rarest(pairs) {
      const found = pairs.filter(({ resolved }) => resolved.terms.length);
      return found.sort((a, b) => documents(a) - documents(b)).slice(0, WORDS_USED);
    }

    /** Returns a query with its clauses resolved to the terms that the archive contains. */
    async function evaluate(text, limit) {
      const query = shorten(language.parse(text));
      const loaded = await loadTerms(query, limit);
      const sorted = Array.from(loaded.keys()).sort();
      const pairs = query.clauses.map((given) => {
        const clause = withoutMissing(given, loaded, sorted);
        return { clause, resolved: resolve(clause, loaded, sorted) };
      });
      return { query, loaded, pairs: query.isShortened ? rarest(pairs) : pairs };
    }

    /**
     * Returns the articles that match a text: `articles`; `best(articles, count)`, the top ones of some of them by
     * Lunr's scores, and `ranked(articles, count)` by the second stage; `scores(lengthsOf, articles)`;
     * `matchCount(article)` of the `groups` words; `terms` to mark; `missing`, the terms that the archive does not
     * contain; `doubtful`, those and rare ones with their numbers of articles; `withoutHamza`, forms that may lack
     * their last letter; `isShortened` for a pasted text; `isQuestion`; and the `clauses` and `phrases` that were
     * evaluated. A query that needs much of the index is refused unless it is `confirmed`.
     */
    async function search(text, confirmed = false) {
      const { query, loaded, pairs } = await evaluate(text, confirmed ? MAX_SHARDS_CONFIRMED : MAX_SHARDS);
      const clauses = pairs.map(({ resolved }) => resolved);
      const { articles, scores, matchCount, groups } = Warraq.score(index, clauses);
      const matchesPhrases = phraseFilter(query.phrases, pairs, loaded);
      const shown = clauses.filter((clause) => !clause.prohibited).flatMap((clause) => clause.terms);
      const unmatched = pairs.filter(({ clause, resolved }) => !clause.isExtra && !resolved.terms.length);
      const { near, forms, isName, isQuestion } = query;
      const isPasted = Boolean(query.isShortened);
      const wanted = { near, forms, isPasted, isName };
      const factor = Warraq.secondStage({ ...wanted, loaded, fields: index.storedFields, matchCount, groups });
      return {
        articles: articles.filter(matchesPhrases),
        best: (some, count) => Warraq.topK(index, scores, some, count),
        ranked: (some, count) => Warraq.topK(index, scores, some, count, factor),
        scores,
        matchCount,
        groups,
        terms: new Set(shown.map((term) => term.text)),
        missing: unmatched.flatMap(({ clause }) => termsOf(clause)),
        doubtful: unmatched.length || articles.length <= MAX_DOUBTFUL || LATIN.test(text) ? doubtfulTerms(pairs) : [],
        withoutHamza: formsWithoutHamza(query, loaded),
        isShortened: isPasted,
        isQuestion,
        clauses: pairs.map(({ clause }) => clause),
        phrases: query.phrases,
      };
    }

    /** Returns whether the text contains a word at all. */
    const hasWords = (text) => analyser.words(text).length > 0;

    return { index, analyser, parse: language.parse, search, hasWords };
  };
})((globalThis.Warraq = globalThis.Warraq || {}));

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The files of the search index.

All are scripts that pass a text on; all but the root and the records of results are
named by the hash of their text.

====  ===============================================================================
root  counts, constants of the format, rules of the analyser, and the names of others
d     a directory: the first terms and the names of shards, or of other directories
t     a shard: positions, postings, front-coded terms
l     the exact length of a field, article by article, if needed for many articles (for
      a few, results contain it; postings contain a bound)
r     records of results, in folders named by the content of their files: an added
      article renames the last one
f     a facet: which articles have which value, or the days of all
v     all terms, for patterns that no shard answers
w     suggestions, and the directory of their files
====  ===============================================================================
"""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The seal of a site: a signed manifest, and a proof for the words of each article.

A manifest detects damage: whoever changes a page can write its new digest into the
manifest. The signature of a key that is not on the same disk detects that too.

========================  ==========================================================
``SHA256SUMS.minisig``    the signature of the manifest; `minisign -V` reads it too
``seal/root.txt``         the statement: day, number of articles, root of the tree
``seal/root.txt.minisig`` its signature, whose trusted comment is the statement
``seal/root.js``          both, as a script that a page can load from ``file://``
``seal/0000.js`` …        the leaves of 256 articles each
``seal/root.txt.tsr``     a timestamp of the statement (RFC 3161), if one was asked for
``seal/root.txt.ots``     its proof of OpenTimestamps, likewise
========================  ==========================================================

Only the signature of the manifest is not in the manifest.
"""

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The local server sends pages without the security policy, which forbids reloading."""

from upkeep.serve import blank_policy

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'


def test_the_policy_is_replaced_by_spaces_of_the_same_length():
    page = f"<head>{POLICY}<title>ص</title></head>".encode()
    sent = blank_policy(page)
    assert b"Content-Security-Policy" not in sent
    assert len(sent) == len(page)
    assert "<title>ص</title>".encode() in sent


def test_a_page_without_a_policy_is_sent_as_it_is():
    assert blank_policy(b"<head></head>") == b"<head></head>"

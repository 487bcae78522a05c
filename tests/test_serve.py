# SPDX-License-Identifier: AGPL-3.0-or-later
"""While an editor works, pages are sent without the policy that would keep them from reloading."""

from upkeep.serve import without_policy

POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'


def test_the_policy_is_blanked_out_at_the_same_length():
    page = f"<head>{POLICY}<title>ص</title></head>".encode()
    sent = without_policy(page)
    assert b"Content-Security-Policy" not in sent
    assert len(sent) == len(page)
    assert "<title>ص</title>".encode() in sent


def test_a_page_without_a_policy_is_sent_as_it_is():
    assert without_policy(b"<head></head>") == b"<head></head>"

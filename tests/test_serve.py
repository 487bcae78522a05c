# SPDX-License-Identifier: AGPL-3.0-or-later
"""The local server keeps the security policy, and shows why a build failed."""

import base64
import hashlib
import threading

from upkeep.serve import Rebuilder, served_page

POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'self'\">"
PAGE = f"<html><head>{POLICY}<title>ص</title></head><body class='x'><p>نص</p></body></html>".encode()
SCRIPT = b"reload()"


def test_the_policy_stays_and_allows_the_script_that_reloads():
    sent = served_page(PAGE, "", SCRIPT).decode()
    digest = base64.b64encode(hashlib.sha256(SCRIPT).digest()).decode()
    assert f"script-src 'self' 'sha256-{digest}'" in sent
    assert "default-src 'none'; " in sent


def test_a_failure_is_shown_as_text_at_the_top_of_the_page():
    sent = served_page(PAGE, "a.md:3: <script>", SCRIPT).decode()
    body = sent.split("<body class='x'>")[1]
    assert body.startswith('<div role="alert"')
    assert "a.md:3: &lt;script&gt;" in body
    assert "<p>نص</p>" in body


def test_a_page_of_a_good_build_has_no_failure():
    assert b"alert" not in served_page(PAGE, "", SCRIPT)


def test_a_change_during_a_build_asks_for_one_more():
    started, go_on, done = (
        threading.Event(),
        threading.Semaphore(0),
        threading.Semaphore(0),
    )
    failures = iter(["broken", ""])

    def build():
        started.set()
        go_on.acquire()
        return next(failures)

    rebuilder = Rebuilder(build, done.release)
    threading.Thread(target=rebuilder.run, daemon=True).start()
    rebuilder.request()
    assert started.wait(10)
    rebuilder.request()
    rebuilder.request()
    go_on.release()
    assert done.acquire(timeout=10)
    assert rebuilder.failure == "broken"
    go_on.release()
    assert done.acquire(timeout=10)
    assert rebuilder.failure == ""

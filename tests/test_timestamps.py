# SPDX-License-Identifier: AGPL-3.0-or-later
"""Timestamps of a seal, from an authority and a calendar that run in the test."""

import hashlib
import shutil
import subprocess
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytest.importorskip("rfc3161_client", reason="rfc3161-client is not installed")
pytest.importorskip("opentimestamps", reason="opentimestamps is not installed")

from opentimestamps.core import notary, serialize
from opentimestamps.core.timestamp import Timestamp

from plugins.contract import BuildProblem
from plugins.offline import write_sealed
from plugins.offline.sealing import write_manifest
from seal.authority import check_token, request_token
from seal.calendars import describe_proof, request_proof
from seal.secret_key import SecretKey
from seal.site import ROOT_TEXT
from seal.timestamp_errors import BadTimestamp, NoTimestamp
from seal.timestamps import PROOF, TOKEN, Services
from upkeep import copy_seal, verify

KEY = SecretKey(b"warraq!!", bytes(range(32)))
NOBODY = "http://127.0.0.1:9/"  # no service has the port "discard"
BLOCK = 358391
CONFIG = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[ca]
basicConstraints = critical,CA:true
[stamping]
extendedKeyUsage = critical,timeStamping
"""
OPENSSL = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="openssl is not installed"
)


def openssl(*words):
    command = ["openssl", *map(str, words)]
    return subprocess.run(command, check=True, capture_output=True).stdout


def make_authority(folder):
    """Write the keys and certificates of an authority; return its configuration."""
    config = folder / "tsa.cnf"
    config.write_text(CONFIG.format(folder=folder))
    new = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", 30)
    new = (*new, "-config", config, "-extensions")
    config.write_text(f"{config.read_text()}[req]\ndistinguished_name = dn\n[dn]\n")
    openssl(*new, "ca", "-subj", "/CN=Test root", "-keyout", folder / "ca.key", "-out", folder / "ca.pem")  # fmt: skip
    own = ("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key")
    openssl(*new, "stamping", "-subj", "/CN=Test TSA", "-keyout", folder / "tsa.key", "-out", folder / "tsa.pem", *own)  # fmt: skip
    (folder / "serial").write_text("01")
    return config


@contextmanager
def serve(answer):
    """Serve *answer*, a function of method, path and body that returns a body."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            data = answer(self.command, self.path, body)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write(data or b"")

        do_GET = do_POST  # noqa: N815 - the name is of the library

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """The URL of a time-stamping authority, and its root certificate."""
    folder = tmp_path_factory.mktemp("authority")
    config = make_authority(folder)

    def answer(_method, _path, query):
        (folder / "query").write_bytes(query)
        words = ("ts", "-reply", "-config", config, "-queryfile", folder / "query")
        return openssl(*words)

    with serve(answer) as url:
        yield url, folder / "ca.pem"


class Calendar:
    """A calendar that has entered what it got into a block once ``has_block`` is set."""

    def __init__(self):
        self.has_block = False
        self.url = ""
        self.digests = []

    def answer(self, method, path, body):
        digest = body if method == "POST" else bytes.fromhex(path.rpartition("/")[2])
        if method == "POST":
            self.digests.append(digest)
            attestation = notary.PendingAttestation(self.url)
        elif self.has_block and digest in self.digests:
            attestation = notary.BitcoinBlockHeaderAttestation(BLOCK)
        else:
            return None
        stamp = Timestamp(digest)
        stamp.attestations.add(attestation)
        context = serialize.BytesSerializationContext()
        stamp.serialize(context)
        return context.getbytes()


@pytest.fixture
def calendar():
    calendar = Calendar()
    with serve(calendar.answer) as calendar.url:
        yield calendar


PAGE = """<article class="article"><header><h1>خبر</h1></header><div class="text">نص</div></article>"""


@pytest.fixture
def site(tmp_path):
    folder = tmp_path / "site"
    (folder / "a" / "aa").mkdir(parents=True)
    (folder / "a" / "aa" / "x.html").write_text(PAGE, "utf-8")
    return folder


def state(site, roots=None):
    return copy_seal.seal_state(site, str(KEY.public), roots)


@OPENSSL
def test_the_authority_confirms_the_seal_and_openssl_reads_its_answer(site, authority):
    url, root = authority
    write_sealed(site, {}, KEY, None, Services(url))
    assert verify.find_problems(site) == []
    assert state(site).problems == []
    assert "the signature is not checked" in state(site).summary
    assert "as the authority signed" in state(site, root).summary
    files = ("-data", site / ROOT_TEXT, "-in", site / TOKEN)
    assert b"OK" in openssl("ts", "-verify", *files, "-CAfile", root)


@OPENSSL
def test_a_timestamp_is_asked_for_once(site, authority, tmp_path):
    write_sealed(site, {}, KEY, None, Services(authority[0]))
    token = (site / TOKEN).read_bytes()
    earlier = shutil.copytree(site, tmp_path / "earlier")
    write_sealed(site, {}, KEY, earlier, Services(NOBODY))
    assert (site / TOKEN).read_bytes() == token
    # A seal of other articles needs one of its own.
    (site / "a" / "aa" / "y.html").write_text(PAGE, "utf-8")
    write_sealed(site, {}, KEY, earlier)
    assert not (site / TOKEN).exists()


@OPENSSL
def test_a_token_of_something_else_or_of_another_root_is_detected(authority, tmp_path):
    url, root = authority
    token = request_token(url, b"statement")
    check_token(b"statement", token, root.read_bytes())
    with pytest.raises(BadTimestamp, match="of another statement"):
        check_token(b"forged", token, root.read_bytes())
    with pytest.raises(BadTimestamp, match="no answer"):
        check_token(b"statement", token[:-20], root.read_bytes())
    changed = bytearray(token)
    changed[-30] ^= 1  # in the signature
    with pytest.raises(BadTimestamp, match="not signed"):
        check_token(b"statement", bytes(changed), root.read_bytes())
    make_authority(tmp_path)
    with pytest.raises(BadTimestamp, match="not signed under these certificates"):
        check_token(b"statement", token, (tmp_path / "ca.pem").read_bytes())


@OPENSSL
def test_an_exchanged_token_is_a_problem_of_the_copy(site, authority):
    write_sealed(site, {}, KEY, None, Services(authority[0]))
    (site / TOKEN).write_bytes(request_token(authority[0], b"another"))
    assert verify.find_problems(site) == [f"{TOKEN}: changed"]
    assert f"{TOKEN}: the timestamp is of another statement" in state(site).problems


def test_a_proof_awaits_its_block_and_is_completed_by_a_later_seal(
    site, calendar, tmp_path
):
    services = Services(calendars=(calendar.url,))
    write_sealed(site, {}, KEY, None, services)
    assert "awaits its block" in state(site).summary
    statement = (site / ROOT_TEXT).read_bytes()
    (asked,) = calendar.digests
    assert asked != hashlib.sha256(statement).digest()  # the calendar learns nothing
    for has_block, words in ((False, "awaits"), (True, f"in block {BLOCK} of Bitcoin")):
        calendar.has_block = has_block
        earlier = shutil.copytree(site, tmp_path / f"earlier{has_block}")
        write_sealed(site, {}, KEY, earlier, services)
        assert words in state(site).summary
        assert verify.find_problems(site) == []
    assert f"Merkle root is {asked[::-1].hex()}" in state(site).summary
    with pytest.raises(BadTimestamp, match="of another statement"):
        describe_proof(b"forged", (site / PROOF).read_bytes())


def test_one_calendar_that_answers_is_enough(calendar):
    proof = request_proof((NOBODY, calendar.url), b"statement")
    assert "awaits its block" in describe_proof(b"statement", proof)


@pytest.mark.parametrize("services", [Services(NOBODY), Services("", (NOBODY,))])
def test_without_a_network_the_seal_fails_with_a_sentence(site, services):
    with pytest.raises(BuildProblem, match=r"no timestamp: .*It needs a network"):
        write_sealed(site, {}, KEY, None, services)
    write_sealed(site, {}, KEY, None)  # a seal needs none
    assert state(site).problems == []


@pytest.mark.parametrize("body", [None, b"", b"<html>not an authority</html>"])
def test_what_is_no_service_is_reported(body):
    with serve(lambda *_: body) as url:
        with pytest.raises(NoTimestamp, match=f"{url}: .*(status 404|no answer)"):
            request_token(url, b"x")
        with pytest.raises(NoTimestamp, match=url):
            request_proof((url,), b"x")


def test_a_site_without_timestamps_says_nothing_of_them(site):
    write_manifest(site)
    write_sealed(site, {}, KEY, None)
    assert "\n" not in state(site).summary

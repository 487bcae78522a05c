# SPDX-License-Identifier: AGPL-3.0-or-later
"""The seal: minisign reads it, and no file can be changed, added or removed unseen."""

import datetime as dt
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence

import pytest
from conftest import BARE

from plugins.offline import write_sealed
from plugins.offline.sealing import pack_site, write_manifest
from seal import merkle
from seal.articles import parse_bundles
from seal.key_files import NoKey, key_path, load_key, save_key
from seal.minisign import BadKey, BadSignature, PublicKey
from seal.page_text import page_words
from seal.secret_key import KdfLimits, KeyFile, SecretKey
from seal.site import ROOT_TEXT, find_seal_problems, read_statement, write_proofs
from storage.manifest import MANIFEST, SIGNATURE, parse_manifest
from upkeep import ROOT, copy_seal, verify
from upkeep import publish as publishing

MINISIGN = pytest.mark.skipif(
    shutil.which("minisign") is None, reason="minisign is not installed"
)
CHEAP = KdfLimits(1 << 15, 1 << 20)  # libsodium's "minimum" of scrypt
DAY = dt.date(2026, 12, 1)
PAGE = """<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>ع</title></head>
<body><article class="article"><header class="article-head"><h1>خبر  رقم {n}</h1>
<p class="article-line"><a class="paper" href="#">صحيفة ٣</a> <time datetime="2020-02-08">٨ شباط</time></p>
</header><div class="text"><p id="p1">نص &amp; كلام</p>
<p>السطر الثاني من {n}</p></div></article></body></html>
"""


# From the leaf up: whether left of it, and the digest.
Proof = list[tuple[bool, bytes]]


def proof_of(digests: Sequence[bytes], number: int) -> Proof:
    """Return what leads from a leaf to the root: the digest beside each node."""
    if len(digests) == 1:
        return []
    middle = merkle.split_point(len(digests))
    left, right = digests[:middle], digests[middle:]
    if number < middle:
        return [*proof_of(left, number), (False, merkle.tree_root(right))]
    return [*proof_of(right, number - middle), (True, merkle.tree_root(left))]


def follow_proof(leaf: bytes, proof: Proof) -> bytes:
    """Return the root that *proof* leads to from *leaf*."""
    digest = leaf
    for is_left, other in proof:
        digest = (
            merkle.hash_node(other, digest)
            if is_left
            else merkle.hash_node(digest, other)
        )
    return digest


def add_article(site, n):
    path = site / "a" / f"{n % 7}x" / f"{n:04}.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(n=n), encoding="utf-8")
    return path


@pytest.fixture
def key():
    return SecretKey(b"warraq!!", bytes(range(32)))


@pytest.fixture
def site(tmp_path, key):
    """A sealed site with 300 articles, so that the tree has two bundles."""
    folder = tmp_path / "site"
    for n in range(300):
        add_article(folder, n)
    (folder / "a" / "zz").mkdir()
    (folder / "a" / "zz" / "gone.html").write_text("<p>حُذف</p>", encoding="utf-8")
    (folder / "index.html").write_text("<p>مرحبا</p>", encoding="utf-8")
    write_sealed(folder, {}, key, None)
    return folder


def problems(site, key):
    return [*verify.find_problems(site), *find_seal_problems(site, key.public)]


def run_in(folder, *words):
    return subprocess.run(
        words, cwd=folder, capture_output=True, text=True, check=False
    )


# RFC 6962, the roots of its reference implementation for one to eight leaves.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
)


@pytest.mark.parametrize("count", range(1, 8))
def test_the_tree_is_that_of_rfc_6962(count):
    digests = [merkle.hash_leaf(leaf) for leaf in LEAVES[:count]]
    assert merkle.tree_root(digests).hex() == ROOTS[count - 1]
    for number, digest in enumerate(digests):
        proof = proof_of(digests, number)
        assert follow_proof(digest, proof).hex() == ROOTS[count - 1]


def test_a_proof_in_an_archive_of_a_million_articles_is_below_a_kilobyte():
    depth = 0
    size = 1_000_000
    while size > 1:
        size = merkle.split_point(size)
        depth += 1
    assert 32 * depth <= 1000


@MINISIGN
def test_minisign_verifies_the_seal(site, key):
    for name in (MANIFEST, ROOT_TEXT):
        done = run_in(site, "minisign", "-V", "-P", str(key.public), "-m", name)
        assert done.returncode == 0, done.stderr
        assert "warraq-seal sealed:" in done.stdout


@MINISIGN
def test_a_key_of_minisign_seals(tmp_path):
    run_in(tmp_path, "minisign", "-G", "-W", "-p", "public", "-s", "secret")
    key = KeyFile.parse((tmp_path / "secret").read_bytes()).open()
    assert str(key.public) in (tmp_path / "public").read_text()
    (tmp_path / "file").write_bytes(b"text")
    run_in(tmp_path, "minisign", "-S", "-s", "secret", "-m", "file", "-t", "a comment")
    signature = (tmp_path / "file.minisig").read_bytes()
    assert key.public.check(b"text", signature) == "a comment"


@MINISIGN
def test_minisign_signs_with_our_encrypted_key(tmp_path, key):
    (tmp_path / "secret").write_bytes(key.render("كلمة السر", CHEAP))
    (tmp_path / "file").write_bytes(b"text")
    done = subprocess.run(
        ["minisign", "-S", "-s", "secret", "-m", "file"],
        cwd=tmp_path,
        input="كلمة السر\n",
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    key.public.check(b"text", (tmp_path / "file.minisig").read_bytes())


def test_an_encrypted_key_needs_its_password(key):
    file = KeyFile.parse(key.render("right", CHEAP))
    assert file.open("right") == key
    with pytest.raises(BadKey, match="password is wrong"):
        file.open("wrong")


def test_a_changed_byte_of_a_signature_is_detected(key):
    signature = key.sign(b"text", "comment")
    for place in range(len(signature)):
        changed = bytearray(signature)
        changed[place] ^= 1
        first_line = place <= signature.index(b"\n")
        if first_line:  # the untrusted comment
            continue
        with pytest.raises(BadSignature):
            key.public.check(b"text", bytes(changed))


def test_a_sealed_site_and_its_unpacked_zip_are_verified(site, key, tmp_path):
    pack_site(site, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    for folder in (site, tmp_path / "unpacked" / "copy"):
        assert problems(folder, key) == []
        done = run_in(folder, "sha256sum", "--check", "--strict", "--quiet", MANIFEST)
        assert (done.returncode, done.stdout) == (0, "")
    assert read_statement(site, key.public)[1] == 300


def change(site):
    page = next(site.glob("a/0x/*.html"))
    page.write_text(page.read_text("utf-8").replace("كلام", "غيره"), "utf-8")


def add(site):
    add_article(site, 5000)


def remove(site):
    next(site.glob("a/0x/*.html")).unlink()


def change_no_article(site):
    (site / "index.html").write_text("<p>غير</p>", encoding="utf-8")


TAMPERINGS = [change, add, remove, change_no_article]


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_changed_copy_is_detected(site, key, tamper):
    tamper(site)
    assert problems(site, key)


@pytest.mark.parametrize("tamper", TAMPERINGS)
def test_a_rewritten_manifest_is_detected(site, key, tamper):
    tamper(site)
    write_manifest(site)
    assert verify.find_problems(site) == []  # the digests alone agree
    assert list(find_seal_problems(site, key.public)) == [
        f"{SIGNATURE}: the signature is not of these bytes: the manifest is not the"
        " sealed one"
    ]


def test_a_seal_of_another_key_is_detected(site, key):
    forger = SecretKey.generate()
    change(site)
    write_sealed(site, {}, forger, None)
    assert problems(site, forger) == []
    (problem,) = problems(site, key)
    assert f"signed with the key {forger.public.name}, not with" in problem


def test_a_signature_of_an_earlier_site_is_detected(site, key):
    earlier = (site / SIGNATURE).read_bytes()
    change(site)
    write_sealed(site, {}, key, None)
    (site / SIGNATURE).write_bytes(earlier)
    assert problems(site, key)


def test_an_unsealed_copy_is_reported_if_the_key_is_named(site, key):
    (site / SIGNATURE).unlink()
    state = copy_seal.seal_state(site, str(key.public))
    assert state.problems == [f"{SIGNATURE}: absent: this copy is not sealed"]
    assert copy_seal.seal_state(site, "").problems == []


def test_an_unchanged_site_is_sealed_with_the_same_bytes_on_another_day(site, key):
    digests = parse_manifest((site / MANIFEST).read_bytes())
    files = {path: path.read_bytes() for path in (site / "seal").iterdir()}
    own = {name: value for name, value in digests.items() if "seal/" not in name}
    write_proofs(site, own, key, dt.date(2031, 1, 1), former=site)
    assert {path: path.read_bytes() for path in (site / "seal").iterdir()} == files


def test_words_of_a_forged_bundle_are_not_taken_over(site, key):
    """A page keeps its bytes, but the bundle of the last seal names other words."""
    bundle = site / "seal" / "0000.js"
    words = next(parse_bundles(site)).words
    bundle.write_text(bundle.read_text().replace(words, "0" * 64))
    write_sealed(site, {}, key, former=site)
    assert problems(site, key) == []


def proof_in(site, path):
    leaves = list(parse_bundles(site))
    number = [leaf.path for leaf in leaves].index(path)
    digests = [leaf.digest for leaf in leaves]
    return leaves[number], proof_of(digests, number)


def test_removing_an_article_keeps_all_other_proofs_valid(site, key, tmp_path):
    kept, removed = "a/1x/0001.html", "a/0x/0007.html"
    earlier = read_statement(site, key.public)
    leaf, proof = proof_in(site, kept)
    shutil.copytree(site, tmp_path / "old")
    (site / removed).write_text("<p>حُذف</p>", encoding="utf-8")
    write_sealed(site, {}, key, former=tmp_path / "old")
    # The old proof leads to the old root, which the key signed; nothing of the removed
    # text is needed for it.
    assert follow_proof(leaf.digest, proof).hex() == earlier.root
    # The new seal proves the same words.
    now, new_proof = proof_in(site, kept)
    statement = read_statement(site, key.public)
    assert now == leaf
    assert follow_proof(now.digest, new_proof).hex() == statement.root
    assert statement.articles == earlier.articles - 1
    assert problems(site, key) == []


def test_the_words_are_title_newspaper_date_and_text():
    assert page_words(PAGE.format(n=1).encode()) == (
        "خبر رقم 1\nصحيفة 3\n2020-02-08\nنص & كلام السطر الثاني من 1\n"
    )
    assert page_words(b"<p>no article</p>") is None


def test_a_key_is_saved_for_its_owner_and_never_overwritten(key, tmp_path, monkeypatch):
    monkeypatch.setenv("WARRAQ_KEY", str(tmp_path / "keys" / "mine.key"))
    path = key_path(key.public)
    with pytest.raises(NoKey, match="is not there"):
        load_key(key.public, input)
    save_key(key, path, "")
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_key(key.public, input) == key
    with pytest.raises(FileExistsError):
        save_key(SecretKey.generate(), path, "")
    with pytest.raises(BadKey, match=r"not RW.* of archive\.toml"):
        load_key(SecretKey.generate().public, input)


def module(folder, *words, **environment):
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**BARE, "HOME": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_new_key_is_written_into_the_settings_once(tmp_path):
    settings = tmp_path / "archive.toml"
    settings.write_text('[archive] # ours\nname = "أرشيف"\n', encoding="utf-8")
    chosen = {"WARRAQ_SETTINGS": str(settings)}
    code, text = module(tmp_path, "upkeep", "new-key", **chosen)
    assert code == 0, text
    (line,) = re.findall(r'^public_key = "(.*)"$', settings.read_text("utf-8"), re.M)
    public = PublicKey.parse(line)
    secret = tmp_path / ".config" / "warraq" / f"{public.name}.key"
    assert KeyFile.parse(secret.read_bytes()).open().public == public
    code, text = module(tmp_path, "upkeep", "new-key", **chosen)
    assert code == 1
    assert "archive.toml has the key RW" in text


def test_verify_reports_the_seal_to_scripts(site, key, tmp_path):
    words = ("upkeep", "verify", str(site), "--key", str(key.public), "--json")
    code, text = module(tmp_path, *words)
    answer = json.loads(text)
    assert (code, answer["problems"]) == (0, [])
    assert "300 articles" in answer["seal"]
    change(site)
    write_manifest(site)
    assert module(tmp_path, *words)[0] == 1


@pytest.mark.parametrize("kind", ["folder", "rsync"])
def test_a_published_site_has_the_seal_until_an_unsealed_one_follows(
    site, key, tmp_path, kind
):
    if kind == "rsync" and shutil.which("rsync") is None:
        pytest.skip("rsync is not installed")
    publish = publishing.PUBLISHERS[kind]
    place = tmp_path / "public"
    publish(site, str(place), False)  # noqa: FBT003 - see Publisher
    assert problems(place, key) == []
    change(site)
    write_sealed(site, {}, key, former=site)
    publish(site, str(place), False)  # noqa: FBT003
    assert problems(place, key) == []
    shutil.rmtree(site / "seal")
    (site / SIGNATURE).unlink()
    write_manifest(site)
    publish(site, str(place), False)  # noqa: FBT003
    assert not (place / SIGNATURE).exists()
    assert verify.find_problems(place) == []

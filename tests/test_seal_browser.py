# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page of a sealed site checks itself, from a host and from disk."""

import re
import shutil

import conftest
import firefox
import one_file
import pytest

from plugins.offline.sealing import write_manifest
from seal.key_files import save_key
from seal.secret_key import SecretKey
from seal.site import find_seal_problems
from upkeep import verify
from upkeep.static_host import serve_folder

pytestmark = pytest.mark.browser
KEY = SecretKey(b"warraq!!", bytes(range(32)))


@pytest.fixture(scope="module")
def sealed(content, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sealed")
    save_key(KEY, folder / "secret.key", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(conftest.BARE, "WARRAQ_KEY", str(folder / "secret.key"))
        settings = {"SITE_KEY": str(KEY.public), "OFFLINE_SEAL": True}
        conftest.build(content, folder / "output", **settings)
    return folder / "output"


@pytest.fixture(scope="module")
def one_file_copy(sealed, tmp_path_factory):
    return one_file.write_copy(sealed, tmp_path_factory.mktemp("one-file"))


@pytest.fixture(params=["http", "file", "one-file"])
def home(request, sealed):
    if request.param != "http":
        yield sealed.as_uri() if request.param == "file" else one_file.HOME
        return
    with serve_folder(sealed) as address:
        yield address


def articles(site):
    return [path.relative_to(site).as_posix() for path in sorted(site.glob("a/*/*"))]


def check_page(page, address):
    """Press the button of the page; return what it shows, and in which way."""
    page.goto(address)
    page.locator(".seal button").evaluate("button => button.click()")
    output = page.locator(".seal output[data-seal]")
    output.wait_for(state="attached")
    return output.get_attribute("data-seal"), output.text_content()


def test_every_article_proves_that_it_is_as_sealed(page, sealed, home):
    assert verify.find_problems(sealed) == []
    assert list(find_seal_problems(sealed, KEY.public)) == []
    names = articles(sealed)
    for name in names[:: 1 + len(names) // 8]:
        state, text = check_page(page, f"{home}/{name}")
        assert state == "intact", (name, text)
        assert re.search(r"\d{4}-\d\d-\d\d", text)
        assert str(KEY.public) in text
        assert ("بايتاتها" in text) == home.startswith("http")


def test_a_reader_who_chose_other_digits_gets_the_same_answer(page, sealed, home):
    name = articles(sealed)[0]
    page.goto(f"{home}/{name}")
    page.evaluate(
        "localStorage.setItem('warraq-digits', 'arab'); localStorage.setItem('warraq-order', 'gregorian-first')"
    )
    assert check_page(page, f"{home}/{name}")[0] == "intact"


@pytest.fixture
def copy(sealed, tmp_path):
    return shutil.copytree(sealed, tmp_path / "copy")


def forge_words(page_file):
    text = page_file.read_text("utf-8")
    page_file.write_text(re.sub(r'(<p id="p1">)\S+', r"\1محرَّف", text), "utf-8")


def forge_date(page_file):
    text = page_file.read_text("utf-8")
    page_file.write_text(
        re.sub(r'(<time datetime=")\d{4}', r"\g<1>1999", text), "utf-8"
    )


def forge_title(page_file):
    text = page_file.read_text("utf-8")
    page_file.write_text(re.sub(r"(<h1[^>]*>)", r"\1كذب: ", text), "utf-8")


@pytest.mark.parametrize("forge", [forge_words, forge_date, forge_title])
def test_a_forged_page_says_so_from_disk(page, copy, forge):
    """The forger has also rewritten the manifest; the reader has no other tool."""
    name = next(name for name in articles(copy) if '"p1"' in (copy / name).read_text())
    forge(copy / name)
    write_manifest(copy)
    assert check_page(page, f"{copy.as_uri()}/{name}")[0] == "changed"


def test_a_proof_of_other_words_needs_the_key(page, copy):
    """The digest of the forged words is in the bundle: the tree has another root."""
    name = articles(copy)[0]
    digest = re.search(rf'"{name}","\w+","(\w+)"', (copy / "seal/0000.js").read_text())
    bundle = copy / "seal" / "0000.js"
    bundle.write_text(bundle.read_text().replace(digest[1], "0" * 64))
    assert check_page(page, f"{copy.as_uri()}/{name}")[0] == "changed"


def test_a_changed_link_is_detected_on_a_host(page, copy):
    """Words are all that a page can read from disk; on a host it reads its bytes."""
    name = articles(copy)[0]
    text = (copy / name).read_text("utf-8")
    (copy / name).write_text(text.replace("index.html", "elsewhere.html"), "utf-8")
    assert check_page(page, f"{copy.as_uri()}/{name}")[0] == "intact"
    with serve_folder(copy) as address:
        assert check_page(page, f"{address}/{name}")[0] == "changed"


def test_the_page_about_the_archive_shows_the_key(sealed):
    text = (sealed / "about.html").read_text(encoding="utf-8")
    assert f"minisign -V -P {KEY.public} -m SHA256SUMS" in text


@pytest.mark.skipif(firefox.PROGRAM is None, reason="no Firefox on this machine")
@pytest.mark.parametrize("is_in_one_file", [False, True], ids=["file", "one-file"])
def test_firefox_checks_a_page_too(sealed, one_file_copy, tmp_path, is_in_one_file):
    name = articles(sealed)[0]
    with firefox.started(tmp_path) as session:
        if is_in_one_file:
            session.open_copy(one_file_copy, one_file.NAME, name)
        else:
            session.open(f"{sealed.as_uri()}/{name}")
        session.when("document.querySelector('.seal button')")
        session.act("document.querySelector('.seal button').click()")
        state = session.when("document.querySelector('.seal output').dataset.seal")
    assert state == "intact"

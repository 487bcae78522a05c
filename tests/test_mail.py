# SPDX-License-Identifier: AGPL-3.0-or-later
"""E-mail: newsletters in .eml and mbox files, pages saved as one part."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.extract.readers import read_article
from ingest.inputs.input_files import identify_file
from ingest.inputs.split import split_input
from ingest.model.options import ReadOptions
from ingest.model.record import Failure, PassedOver, RawArticle
from tests.test_datasets import BODY

TITLE = "ألف شجرة تين في عين الريم"
WRAPPED = BODY.replace(" الربيع، ", " الربيع،\n")


def message(
    subject: str = TITLE, charset: str = "utf-8", *, html: bool = True
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "نشرة الوادي <news@alwadi.example>"
    mail["To"] = "reader@inbox.example"
    mail["Subject"] = subject
    mail["Date"] = "Thu, 06 May 2021 09:30:00 +0300"
    mail.set_content(f"{WRAPPED}\n\nفقرة ثانية.\n", charset=charset)
    if html:
        mail.add_alternative(
            f"<p>{BODY}</p><p>فقرة ثانية.</p>", "html", charset=charset
        )
    return mail


def split_file(folder: Path, data: bytes) -> list:
    path = folder / "input.bin"
    path.write_bytes(data)
    return list(split_input(identify_file(path, path.name)))


def read_articles(folder: Path, data: bytes) -> list:
    items = split_file(folder, data)
    return [
        read_article(raw, ReadOptions()) for raw in items if isinstance(raw, RawArticle)
    ]


@pytest.mark.parametrize("charset", ["utf-8", "windows-1256"])
@pytest.mark.parametrize("html", [True, False])
def test_a_mail_has_its_subject_date_sender_and_text(tmp_path, charset, html):
    (article,) = read_articles(tmp_path, message(charset=charset, html=html).as_bytes())
    facts = {field: article.first_value(field) for field in ("title", "date", "source")}
    assert facts == {
        "title": TITLE,
        "date": "2021-05-06T09:30:00+03:00",
        "source": "نشرة الوادي",
    }
    assert [block.text for block in article.blocks] == [BODY, "فقرة ثانية."]


def test_a_mailbox_has_an_article_for_each_message(tmp_path):
    mails = [message(f"خبر {number}").as_bytes(unixfrom=True) for number in (1, 2)]
    data = b"\n".join(
        b"From news@alwadi.example Thu May  6 09:30:00 2021\n"
        + mail.partition(b"\n")[2]
        for mail in mails
    )
    articles = read_articles(tmp_path, data)
    assert [article.first_value("title") for article in articles] == ["خبر 1", "خبر 2"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1256"])
def test_a_subject_that_was_sent_without_encoding_is_read(tmp_path, encoding):
    head = f"From: news@alwadi.example\nTo: a@inbox.example\nSubject: {TITLE}\nDate: Thu, 06 May 2021 09:30:00 +0300\n"
    head += f"Content-Type: text/plain; charset={encoding}\n\n{BODY}\n"
    (article,) = read_articles(tmp_path, head.encode(encoding))
    assert article.first_value("title") == TITLE


def test_attachments_are_counted(tmp_path):
    mail = message()
    mail.add_attachment(
        b"%PDF", maintype="application", subtype="pdf", filename="a.pdf"
    )
    items = split_file(tmp_path, mail.as_bytes())
    assert items[1:] == [PassedOver("attachments of mails", 1)]


def test_a_mail_without_a_text_is_unreadable(tmp_path):
    mail = message(html=False)
    mail.set_content("\n")
    (failure,) = split_file(tmp_path, mail.as_bytes())
    assert isinstance(failure, Failure)
    assert failure.reason == "a mail without a text"


def test_a_page_that_is_saved_as_a_single_part_is_a_page(tmp_path):
    data = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://alwadi.example/7\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        + f"<html><h1>{TITLE}</h1><p>{BODY}</p><p>{BODY}</p></html>".encode()
    )
    (raw,) = split_file(tmp_path, data)
    assert (raw.kind, raw.facts[0].value) == ("html", "https://alwadi.example/7")
    assert BODY in raw.data.decode()


def test_the_page_of_mhtml_is_the_part_with_its_location_not_the_first_frame(tmp_path):
    parts = "".join(
        f"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: https://alwadi.example/{name}\r\n\r\n<p>{name}</p>\r\n"
        for name in ("frame", "page")
    )
    head = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://alwadi.example/page\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
    (raw,) = split_file(tmp_path, f"{head}{parts}--b--\r\n".encode())
    assert "page" in raw.data.decode()
    assert raw.facts[0].value == "https://alwadi.example/page"


def test_markdown_with_front_matter_has_its_fields(tmp_path):
    text = f"---\ntitle: {TITLE}\ndate: 2021-05-06\nauthor: ليلى الصافي\ntags: [تين, ماء]\n---\n\n{BODY}\n\n## عنوان\n\n- بند **مهم**\n"
    (article,) = read_articles(tmp_path, text.encode())
    assert [article.first_value(field) for field in ("title", "date", "author")] == [
        TITLE,
        "2021-05-06",
        "ليلى الصافي",
    ]
    assert article.values_of("tags") == ["تين", "ماء"]
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("paragraph", BODY),
        ("heading", "عنوان"),
        ("item", "بند مهم"),
    ]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that are no articles are set aside by kind; news with the same words is not."""

import pytest

from ingest.extract import page_kind
from ingest.extract.headline import title_parts
from ingest.extract.html import read_page
from ingest.model.options import ReadOptions
from ingest.model.record import RawArticle, SetAside

SENTENCE = (
    "وقالت إدارة الحديقة إن الأشجار الجديدة ستروى من البئر القديمة حتى نهاية الخريف."
)
STORIES = [
    "قرية السرو تفتح مكتبتها الجديدة",
    "فريق التلة يفوز بكأس القرى الأربع",
    "ورشة لترميم الأبواب الخشبية القديمة",
    "تلاميذ التلال يزرعون مئة شجرة",
    "سوق الخميس يعود إلى الساحة الكبيرة",
]


def kind_of(body: str, title: str = "عنوان", head: str = "") -> str:
    """Return the reason for which a page is set aside, "" if it is read."""
    markup = (
        f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )
    raw = RawArticle(kind="html", data=markup.encode(), sha256="", original="", name="")
    try:
        read_page(raw, ReadOptions())
    except SetAside as error:
        return str(error)
    return ""


def news(headline: str, text: str = SENTENCE) -> str:
    return f"<article><h1>{headline}</h1><p>{text}</p><p>{SENTENCE}</p></article>"


def teaser(number: int, shape: str) -> str:
    return shape.format(n=number, title=STORIES[number], text=SENTENCE[:60])


@pytest.mark.parametrize(
    "shape",
    [
        '<li><a href="/{n}">{title}</a> <span>3 أبريل 2021</span></li>',
        '<div class="card"><a href="/{n}"><h3>{title}</h3></a><p>{text}…</p></div>',
        '<article><h2><a href="/{n}">{title}</a></h2><time datetime="2021-04-03">أمس</time>'
        "<p>{text}</p></article>",
        '<tr><td><a href="/{n}">{title}</a></td><td>{text}</td></tr>',
    ],
)
def test_a_page_of_teasers_is_a_list(shape):
    items = "".join(teaser(number, shape) for number in range(5))
    box = (
        f"<table>{items}</table>" if shape.startswith("<tr") else f"<div>{items}</div>"
    )
    assert kind_of(f"<h1>محليات</h1>{box}") == page_kind.LIST


def test_an_article_with_a_list_of_related_stories_is_read():
    items = "".join(teaser(n, '<li><a href="/{n}">{title}</a></li>') for n in range(5))
    body = news("قرية السرو", f"{SENTENCE} {SENTENCE}") + f"<ul>{items}</ul>"
    assert kind_of(body) == ""


@pytest.mark.parametrize(
    "head",
    [
        '<meta http-equiv="refresh" content="0; url=https://daffa.example/new">',
        '<META HTTP-EQUIV="Refresh" CONTENT="3;URL=/new">',
        "<script>window.location.replace('/new');</script>",
    ],
)
def test_a_page_that_leads_elsewhere_is_a_redirect(head):
    assert kind_of("", "", head) == page_kind.REDIRECT


@pytest.mark.parametrize(
    "words", ["جاري تحويلك إلى الصفحة الجديدة", "This page has moved"]
)
def test_a_page_that_says_it_has_moved_is_a_redirect(words):
    assert kind_of(f"<p>{words} <a href='/new'>هنا</a></p>") == page_kind.REDIRECT


def test_a_page_that_reloads_itself_is_read():
    head = '<meta http-equiv="refresh" content="300">'
    assert kind_of(news("قرية السرو"), head=head) == ""


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "الصفحة المطلوبة غير موجودة",
        "خطأ 404",
        "503 Service Unavailable",
    ],
)
def test_a_page_with_the_title_of_an_error_is_an_error(title):
    body = f"<h1>{title}</h1><p>يمكنك العودة إلى الصفحة الرئيسية أو البحث.</p>"
    assert kind_of(body, f"{title} - الضفة") == page_kind.ERROR


@pytest.mark.parametrize(
    "headline",
    [
        "404 قتلى في زلزال الجبال",
        "مدير المشفى: الدواء غير متوفر",
        "الجسر قيد الإنشاء منذ عام",
    ],
)
def test_news_with_words_of_an_error_is_read(headline):
    assert kind_of(news(headline, f"{SENTENCE} {SENTENCE}"), headline) == ""


def test_a_news_flash_about_a_search_that_found_nobody_is_read():
    text = "لم يتم العثور على المفقودين حتى مساء اليوم، وستستمر فرق الإنقاذ في عملها."
    assert kind_of(news("البحث عن ناجين تحت الأنقاض", text)) == ""


def test_a_page_of_search_results_is_one():
    items = "".join(teaser(n, '<li><a href="/{n}">{title}</a></li>') for n in range(3))
    body = f"<h1>نتائج البحث عن: السرو</h1><ul>{items}</ul><p>{SENTENCE}</p>"
    assert kind_of(body, "نتائج البحث - الضفة") == page_kind.SEARCH


def test_frames_are_a_frameset():
    frames = "<frameset cols='1,2'><frame src='a.html'><noframes>متصفحك قديم</noframes></frameset>"
    markup = f"<html><head><title>الضفة</title></head>{frames}</html>"
    raw = RawArticle(kind="html", data=markup.encode(), sha256="", original="", name="")
    with pytest.raises(SetAside, match="frameset"):
        read_page(raw, ReadOptions())


def test_a_notice_about_cookies_is_no_article():
    text = "نستخدم ملفات تعريف الارتباط لتحسين تجربتك. بمتابعة التصفح توافق على سياسة الخصوصية."
    assert kind_of(f"<div><p>{text}</p><p>موافق</p></div>") == page_kind.NOTICE


def test_a_short_article_above_a_notice_about_cookies_is_read():
    notice = "<div class='cookie'><p>نستخدم ملفات تعريف الارتباط.</p></div>"
    assert kind_of(news("قرية السرو") + notice) == ""


@pytest.mark.parametrize("body", ["<p>أعجبني 12</p>", "<div>شاهد الفيديو</div>"])
def test_a_page_without_a_sentence_is_a_stub(body):
    assert kind_of(body) == page_kind.STUB


def test_news_of_one_sentence_is_read():
    assert kind_of(f"<article><h1>عاجل</h1><p>{SENTENCE}</p></article>") == ""


def test_the_check_of_a_protection_is_no_article():
    markup = (
        "<html><title>Just a moment...</title><body><h1>Checking your browser</h1>"
        "<p>This process is automatic. Your browser will redirect to your requested"
        " content shortly, please allow up to five seconds.</p></body></html>"
    )
    raw = RawArticle(kind="html", data=markup.encode(), sha256="", original="", name="")
    with pytest.raises(SetAside, match="notice"):
        read_page(raw, ReadOptions())


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "تسجيل الدخول",
            "ليس لديك حساب؟ أنشئ حسابا جديدا الآن واستمتع بمزايا الأعضاء.",
        ),
        ("هذا المحتوى للمشتركين فقط", "اشترك الآن لتتمكن من قراءة هذا المقال كله."),
        ("تحقق من أنك لست روبوتا", "يرجى إكمال الاختبار أدناه للمتابعة إلى الموقع."),
        ("شكرا لاشتراكك", "اضغط على الرابط في الرسالة التي وصلتك لإتمام الاشتراك."),
        ("tilal.example", "This domain may be for sale. Buy this domain today."),
        ("Facebook", "أعجبني 12 أحمد و10 آخرون معجبون بهذا. كن أول من يعلق عليه."),
    ],
)
def test_a_page_before_an_article_is_none(title, text):
    assert kind_of(f"<h1>{title}</h1><p>{text}</p>", title) == page_kind.BARRIER


@pytest.mark.parametrize(
    "text",
    [
        "La page que vous recherchez n'existe pas ou a été déplacée vers une autre.",
        "Die Seite wurde nicht gefunden. Bitte kehren Sie zur Startseite zurück.",
        "La página no existe o ha sido trasladada a otra dirección del sitio.",
    ],
)
def test_an_error_in_another_language_is_an_error(text):
    assert kind_of(f"<h1>404</h1><p>{text}</p>") == page_kind.ERROR


def test_a_folder_of_a_server_is_a_list_of_files():
    rows = "".join(f"<a href='{n}.html'>{n}.html</a> 06-May-2021\n" for n in range(5))
    body = f"<h1>Index of /news</h1><pre>{rows}</pre>"
    assert kind_of(body, "Index of /news") == page_kind.FILES


@pytest.mark.parametrize(
    "headline",
    ["تسجيل دخول شاحنات المساعدات", "شكرا للاشتراك في حملة الأشجار"],
)
def test_news_with_the_words_of_a_barrier_is_read(headline):
    assert kind_of(news(headline), headline) == ""


def test_short_news_in_french_about_what_does_not_exist_is_read():
    text = "Le maire affirme que le problème de l'eau n'existe pas dans la vallée."
    assert kind_of(f"<article><h1>Le maire répond</h1><p>{text}</p></article>") == ""


@pytest.mark.parametrize(
    "title", ["سياسة الخصوصية", "شروط الاستخدام", "اتصل بنا", "Terms of service"]
)
def test_a_page_about_the_site_is_set_aside_by_its_headline(title):
    page = f"<h1>{title}</h1><p>{SENTENCE}</p><p>{SENTENCE}</p>"
    assert kind_of(page, f"{title} - الضفة") == page_kind.SITE_PAGE
    headline = f"{title} في متاجر التلة تثير جدلا"
    assert kind_of(news(headline), f"{headline} - {title}") == ""


@pytest.mark.parametrize(
    "text",
    ["Aucun résultat pour votre recherche.", "لا توجد نتائج مطابقة لبحثك عن: مكتبة."],
)
def test_a_search_without_results_is_no_article(text):
    assert kind_of(f"<h1>بحث</h1><p>{text}</p>") != ""
    assert kind_of(f"<h1>Résultats</h1><p>{text}</p>") == page_kind.ERROR


def test_a_headline_shorter_than_the_name_of_the_site_is_the_title():
    head = '<meta property="og:site_name" content="صحيفة الوادي">'
    page = f"<article><h1>مكتبة</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></article>"
    markup = f"<title>مكتبة - صحيفة الوادي</title>{head}"
    raw = RawArticle(
        kind="html",
        data=f"<html><head>{markup}</head><body>{page}</body></html>".encode(),
        sha256="",
        original="",
        name="",
    )
    article = read_page(raw, ReadOptions())
    assert article.first_value("title", "h1") == "مكتبة"
    assert {block.text for block in article.blocks} == {SENTENCE}


def test_a_title_of_many_separators_is_compared_with_few_of_its_parts():
    title = "بلدة - " * 20_000
    assert len(list(title_parts(title))) < 50

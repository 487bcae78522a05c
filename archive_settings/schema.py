# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every setting of archive.toml: name, default, check, meaning in two languages.

The file that `inv start` writes, and the reference in docs/, are made of this table.
"""

from dataclasses import dataclass

from archive_settings import checks
from archive_settings.checks import Check

HOSTS = ("", "github", "cloudflare", "netlify", "gitlab")
PROFILES = ("full", "few-files")
FOR_PROGRAMS = ("none", "overview", "twins")
WEEK_DAYS = (
    *("monday", "tuesday", "wednesday", "thursday"),
    *("friday", "saturday", "sunday"),
)
BY_REGION = "region"
SOURCES = "source"  # the array of tables, one for each newspaper


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A setting; *table* is the TOML table that it is in, ``colours.light`` for one."""

    table: str
    name: str
    default: str
    check: Check
    english: str
    arabic: str
    allowed: str  # for the reference

    @property
    def key(self) -> str:
        """The dotted name, ``dates.order`` for one."""
        return f"{self.table}.{self.name}"


def archive_setting(  # noqa: PLR0913, PLR0917 - the columns of the table below
    name: str, default: str, check: Check, allowed: str, english: str, arabic: str
) -> Setting:
    """Return a setting of the table ``archive``."""
    return Setting(
        table="archive",
        name=name,
        default=default,
        check=check,
        english=english,
        arabic=arabic,
        allowed=allowed,
    )


def choice(
    key: str, choices: tuple[str, ...], default: str, english: str, arabic: str
) -> Setting:
    """Return a setting that has a few values."""
    table, _, name = key.rpartition(".")
    return Setting(
        table=table,
        name=name,
        default=default,
        check=checks.check_choice(*choices),
        english=english,
        arabic=arabic,
        allowed=" | ".join(f'"{value}"' for value in choices),
    )


ARCHIVE = (
    archive_setting(
        "name",
        "أرشيف جديد",
        checks.check_name,
        "text",
        "Name of the archive, on every page.",
        "اسم الأرشيف، ويظهر في كل صفحة.",
    ),
    archive_setting(
        "subtitle",
        "",
        checks.check_text,
        "text",
        "A line under the name.",
        "سطر تحت الاسم.",
    ),
    archive_setting(
        "address",
        "",
        checks.check_address,
        'https://… without a final /, or ""',
        "Public address of the site. Feeds and canonical links need it.",
        "عنوان الموقع على الشبكة، وتحتاج إليه الخلاصات والروابط الأصلية.",
    ),
    archive_setting(
        "language",
        "ar",
        checks.check_language,
        "a catalogue of theme/locale",
        "Language of menus and labels. Articles keep their own.",
        "لغة القوائم والعناوين. أما المقالات فعلى لغتها.",
    ),
    archive_setting(
        "region",
        "",
        checks.check_region,
        'ISO 3166 in capital letters, or ""',
        "Region of the readers: names of months, first day of the week.",
        "بلد القرّاء: أسماء الأشهر وأول أيام الأسبوع.",
    ),
    archive_setting(
        "time_zone",
        "Asia/Riyadh",
        checks.check_time_zone,
        "IANA time zone",
        "Time zone of the archive.",
        "المنطقة الزمنية للأرشيف.",
    ),
    archive_setting(
        "contact",
        "",
        checks.check_contact,
        'e-mail address, web address, or ""',
        "Where readers report a mistake or ask for a removal.",
        "أين يبلّغ القارئ عن خطأ أو يطلب حذف مادة.",
    ),
    archive_setting(
        "rights",
        "",
        checks.check_text,
        "text",
        "Statement of rights at the foot of every page.",
        "عبارة الحقوق في أسفل كل صفحة.",
    ),
    archive_setting(
        "logo",
        "",
        checks.check_logo,
        'image file below archive.toml, or ""',
        "Logo beside the name.",
        "شعار بجانب الاسم.",
    ),
    archive_setting(
        "public_key",
        "",
        checks.check_public_key,
        'a public key of minisign, "RW…", or ""',
        "Key of the seal of the site; `inv seal --new-key` writes it.",
        "مفتاح ختم الموقع، ويكتبه الأمر inv seal --new-key.",
    ),
    archive_setting(
        "downloads",
        "",
        checks.check_downloads,
        'web address, or ""',
        "Address of the download page of `inv export`, linked at the foot of pages.",
        "عنوان صفحة التنزيل التي يكتبها inv export، ويُربط بها في أسفل الصفحات.",
    ),
)
DATES = (
    choice(
        "dates.order",
        ("hijri-first", "gregorian-first"),
        "hijri-first",
        "Which of the two calendars comes first.",
        "أيّ التقويمين يُقدَّم.",
    ),
    choice(
        "dates.digits",
        ("latin", "arab"),
        "latin",
        "Digits: 012 or ٠١٢. Readers may switch.",
        "شكل الأرقام: 012 أو ٠١٢، وللقارئ أن يبدّلها.",
    ),
    choice(
        "dates.week_start",
        (BY_REGION, *WEEK_DAYS),
        BY_REGION,
        "First day of the week; by default that of the region.",
        "أول أيام الأسبوع، والأصل أنه أولها في البلد.",
    ),
)
# Name, light, dark, meaning. The defaults are those of theme/static/css/site.css.
COLOURS = (
    ("paper", "#f8f2e4", "#1a1712", "Ground of the page.", "خلفية الصفحة."),
    ("sheet", "#fdf9ef", "#231f18", "Ground of boxes.", "خلفية الإطارات."),
    ("ink", "#211b13", "#eee5d3", "Text.", "النص."),
    ("soft_ink", "#4d4334", "#c6b99f", "Secondary text.", "النص الثانوي."),
    ("accent", "#7d1f1c", "#f2ab9b", "Links and marks.", "الروابط والعلامات."),
    ("on_accent", "#fdf9ef", "#1a1712", "Text on the accent.", "النص فوق لون الروابط."),
    ("hairline", "#d5c7a8", "#453d30", "Thin rules.", "الخطوط الرفيعة."),
    ("wash", "#ebe0c8", "#302a20", "Ground of chips.", "خلفية الوسوم."),
    ("mark", "#f6dd8c", "#4f3f0e", "Marked words.", "الكلمات المعلَّمة."),
)
MODES = ("light", "dark")
# Text and its ground; their contrast is checked in both modes.
TEXT_PAIRS = (
    *(("ink", ground) for ground in ("paper", "sheet", "wash", "mark")),
    *(("soft_ink", ground) for ground in ("paper", "sheet")),
    *(("accent", ground) for ground in ("paper", "sheet")),
    ("on_accent", "accent"),
)


def colour_settings(mode: str) -> tuple[Setting, ...]:
    """Return the colours of ``light`` or ``dark``."""
    return tuple(
        Setting(
            table=f"colours.{mode}",
            name=name,
            default=(light, dark)[MODES.index(mode)],
            check=checks.check_colour,
            english=english,
            arabic=arabic,
            allowed="#rrggbb; text has a contrast of at least 4.5 with its ground",
        )
        for name, light, dark, english, arabic in COLOURS
    )


PUBLISH = (
    choice(
        "publish.host",
        HOSTS,
        "",
        "The host, whose limits are checked before publishing.",
        "المضيف الذي تُفحص حدوده قبل النشر.",
    ),
    choice(
        "publish.profile",
        PROFILES,
        "full",
        "few-files: results without passages; names and writers of fewer than 15"
        " articles are many on a page; lists of 200 rows. Choose it before the site is"
        " published: later, pages of names stay, but those of writers go.",
        "few-files: نتائج بلا مقتطفات، والأعلام والكتّاب دون 15 مقالة مجموعون في"
        " صفحات، وقوائم من مئتي سطر. اختره قبل نشر الموقع: فبعده تبقى صفحات الأعلام"
        " وتزول صفحات الكتّاب.",
    ),
    choice(
        "publish.llms",
        FOR_PROGRAMS,
        "none",
        "For programs that read text, where the archive has an address. overview:"
        " llms.txt. twins: also the Markdown of each article beside its page, one file"
        " more for each.",
        "للبرامج التي تقرأ النصوص، إن كان للأرشيف عنوان. overview: الملف llms.txt."
        " twins: ومعه نص كل مقالة بصيغة Markdown بجانب صفحتها، أي ملف زائد لكل مقالة.",
    ),
    Setting(
        table="publish",
        name="target",
        default="",
        check=checks.check_text,
        english="Where `inv publish` copies the site.",
        arabic="إلى أين ينسخ inv publish الموقع.",
        allowed='"folder:PATH", "rsync:USER@HOST:PATH", "branch:gh-pages" or ""',
    ),
)
SETTINGS = (*ARCHIVE, *DATES, *colour_settings("light"), *colour_settings("dark"))
SETTINGS += PUBLISH
# Of each [[source]].
SOURCE_SETTINGS = (
    Setting(
        table=SOURCES,
        name="name",
        default="",
        check=checks.check_name,
        english="The newspaper, written as on its page in the archive.",
        arabic="الصحيفة، كما يُكتب اسمها في صفحتها.",
        allowed="text",
    ),
    Setting(
        table=SOURCES,
        name="licence",
        default="",
        check=checks.check_licence,
        english="Licence of its texts: an address, or a name.",
        arabic="رخصة نصوصها: عنوان أو اسم.",
        allowed='text or https://…, or ""',
    ),
    choice(
        "source.canonical",
        ("self", "original"),
        "self",
        "Which address search engines list: that of the archive, or the original.",
        "العنوان الذي تفهرسه محركات البحث: عنوان الأرشيف أو العنوان الأصلي.",
    ),
)

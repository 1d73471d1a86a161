"""Files made to do harm: refused politely or imported harmlessly, soon and within bounds."""

import re
import struct
import zipfile
from io import BytesIO

import pytest

from bookcub.formats.story.parsed import Refusal
from bookcub.importing.sources import Source, read_sources
from tests.extent import EVERYTHING
from tests.formats.making import epub, thread, zipped
from tests.formats.reading_of import refusal_of, work_of

LEVELS = 10_000 if EVERYTHING else 3_000


def zip_with_symlink() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        link = zipfile.ZipInfo("chapter.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return out.getvalue()


def overlapping() -> bytes:
    """Two directory entries for the same bytes, as in bombs that unpack to petabytes."""
    content = zipped([("a.txt", "story " * 50), ("b.txt", "story " * 50)])
    first, second = content.index(b"PK\x01\x02"), content.rindex(b"PK\x01\x02")
    changed = bytearray(content)
    changed[second + 42 : second + 46] = changed[first + 42 : first + 46]
    return bytes(changed)


def deepest(html: str) -> int:
    depth = most = 0
    for closing, name in re.findall(r"<(/?)([a-z0-9]+)", html):
        if name not in ("br", "hr", "img"):
            depth += -1 if closing else 1
            most = max(most, depth)
    return most


def lying_size() -> bytes:
    content = bytearray(zipped([("a.txt", "story " * 5000)]))
    place = content.index(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped([("a.txt", b"\0" * 40_000_000)]), "unsafe"),
        (zipped([("a.zip", zipped([("b.txt", "story")]))]), "unsafe"),
        (zipped([("../../etc/cron.d/x.txt", "story")]), "unsafe"),
        (zipped([("/etc/x.txt", "story")]), "unsafe"),
        (zipped([("C:\\x.txt", "story")]), "unsafe"),
        (zipped([(f"{n}.txt", "x") for n in range(5001)]), "unsafe"),
        (zip_with_symlink(), "unsafe"),
        (overlapping(), "unsafe"),
        (lying_size(), "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (epub([("a.xhtml", "<body>" + "<p>x</p>" * 4_000_000 + "</body>")]), "unsafe"),
    ],
)
def test_archives_that_would_do_harm_are_refused(content: bytes, code: str) -> None:
    assert refusal_of(content).code == code


@pytest.mark.parametrize("tag", ["div", "blockquote", "b", "span", "ul><li", "table><tr><td"])
def test_thousands_of_levels_are_harmless(tag: str) -> None:
    page = f"<html><body><p>Story.</p>{f'<{tag}>' * LEVELS}deep words"
    [outcome] = read_sources([Source("x", page.encode())])

    if not isinstance(outcome, Refusal):
        assert "Story." in outcome.chapters[0].html
        assert deepest(outcome.chapters[0].html) < 200


def test_threads_thousands_deep_do_not_break_anything() -> None:
    page = (
        '<div id="workskin"><h2 class="title heading">T</h2><div id="chapters"><div class="userstuff">'
        f'<p>Story.</p></div></div></div><div id="comments_placeholder">{thread("<li>" * LEVELS)}</div>'
    )
    [outcome] = read_sources([Source("x", f"<html>{page}".encode())])

    assert isinstance(outcome, Refusal) or outcome.chapters


@pytest.mark.parametrize("unit", [b"<p>All work.</p>", b"\n"])
def test_ninety_megabytes_are_refused(unit: bytes) -> None:
    [outcome] = read_sources([Source("x", b"<html>" + unit * (90_000_000 // len(unit)))])

    assert isinstance(outcome, Refusal)
    assert outcome.code in ("too-large", "too-hard", "empty")


def test_billions_of_laughs_stay_unlaughed() -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    page = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]><html><body><p>A &l11; b.</p></body></html>'

    assert len(work_of(page).chapters[0].html) < 200


@pytest.mark.parametrize(
    "content",
    [
        "<html><p>It \x00 rained \ud800 \ufffe.</p>".encode("utf-8", "surrogatepass"),
        b"<html><p>It rained \xff\xfe\xc3\x28.</p>",
        "It rained.\x0b\x1b[31m And \u202e poured.".encode(),
        b"<html><p>&#0;&#xD800;&#x110000; rained</p>",
    ],
)
def test_broken_characters_never_reach_the_archive(content: bytes) -> None:
    text = str(work_of(content))

    assert "rained" in text
    assert not any(sign in text for sign in "\x00\x0b\x1b\ud800\ufffe")


PICTURES = [
    '<html><p>It <svg><a xlink:href="#a">rained</a></svg>.</p><p>It dawned.</p>',
    '# Rain\n\nIt <svg><a xlink:href="#a" href="#b">rained</a></svg>.\n\nIt dawned.\n',
    '<html><p><math><mi href="#x">x</mi></math> <svg><use xlink:href="#b"/></svg>It dawned.</p>',
]


@pytest.mark.parametrize(
    "content",
    [page.encode() for page in PICTURES]
    + [epub([("a.xhtml", f"<body>{PICTURES[0].removeprefix('<html>')}</body>")])],
)
def test_links_in_pictures_take_no_file_along(content: bytes) -> None:
    assert "It dawned." in work_of(content).chapters[0].html


@pytest.mark.parametrize(
    "unit", ["<div><p>a, b, c and d. ", "<nav>x</nav><p>a,b", "<li><a href='/chapter-1'>b</a>"]
)
def test_looking_for_the_text_is_bounded(unit: str) -> None:
    [outcome] = read_sources([Source("x", f"<html><nav>x</nav>{unit * 60_000}".encode())])

    assert not isinstance(outcome, Refusal) or outcome.code != "fell"

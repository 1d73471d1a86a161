"""Pages and files that are no story."""

import pytest

from tests.formats.making import otw_page, zipped
from tests.formats.reading_of import refusal_of, work_of

BAR = '<div id="header"><form id="new_user_session_small" action="/users/login"></form></div>'


def site(main: str, kind: str = "region") -> str:
    return (
        f"<html><head><title>Page [Archive of Our Own]</title></head><body>{BAR}"
        f'<div id="main" class="{kind}" role="main">{main}</div></body></html>'
    )


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("log-in", site('<h2>Log in</h2><form id="new_user" action="/users/login"><input type="password"></form>', "sessions-new region")),
        ("adult-gate", site('<p class="caution">This work could have adult content. If you continue, you have agreed that you are willing to see such content.</p><a href="?view_adult=true">Yes, Continue</a>', "works-show region")),
        ("not-found", site("<h2>Error 404</h2><p>The page you were looking for doesn't exist.</p>", "error-404 region")),
        ("not-found", site("<p>Sorry, we couldn’t find the work you were looking for.</p>", "errors region")),
        ("restricted", site('<p class="notice">This work is only available to registered users of the Archive.</p><form id="new_user"></form>', "sessions-new region")),
        ("unrevealed", site("<p>This work is part of an ongoing challenge and will be revealed soon!</p>", "works-show region")),
        ("listing", site('<ol class="work index group"><li class="work blurb group">A work</li></ol>', "works-index region")),
        ("listing", site('<ol class="bookmark index group"><li class="bookmark blurb">A</li></ol>', "bookmarks-index region")),
        ("listing", site('<ol class="chapter index group"><li><a href="/works/1/chapters/2">1. Rain</a></li></ol>', "chapters-navigate region")),
        ("series", site('<h2>The Lamp Books</h2><dl class="series meta group"></dl><ul class="series work index"><li class="work blurb">A</li></ul>', "series-show region")),
        ("site-error", site("<h2>Error 503</h2><p>The page was responding too slowly.</p>", "errors region")),
        ("site-error", "<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>"),
        ("site-error", "<html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>"),
        ("log-in", "<html><body><form><input name='u'><input type='password'></form></body></html>"),
        ("empty", "<html><body><div id='app'></div><script>go()</script></body></html>"),
        ("empty", "<html><frameset><frame src='x'></frameset></html>"),
    ],
)  # fmt: skip
def test_a_page_that_is_no_story_says_what_it_is(code: str, page: str) -> None:
    assert refusal_of(page).code == code


def test_a_page_with_all_about_a_work_but_its_text_is_refused() -> None:
    assert refusal_of(otw_page('<div class="userstuff"></div>')).code == "preface-only"


def test_a_story_about_logging_in_is_still_a_story() -> None:
    words = (
        "<p>Error 404, said the door. Please log in, said the lamp. " + "It rained. " * 200 + "</p>"
    )

    assert work_of(f"<html><body>{words}</body></html>").chapters


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"\x7fELF" + bytes(range(256)) * 9,
     b"x" * 60 + b"BOOKMOBI" + bytes(100), b"SQLite format 3\x00" + bytes(100), b"AT&TFORM\x00\x00", b"ITOLITLS\x01\x00",
     zipped([("Index/Document.iwa", b"\x00\x01"), ("preview.jpg", b"\xff\xd8\xff")])],
)  # fmt: skip
def test_files_of_other_kinds_are_named_and_refused(content: bytes) -> None:
    assert refusal_of(content).code == "unknown-format"


def test_a_program_is_no_story_however_many_letters_it_holds() -> None:
    words = b"\x00\x00\x00\x00\x01\x00".join([b"usage: rain [-v] [file]", b"It rained."] * 200)

    assert refusal_of(b"\x7fELF\x02\x01\x01" + bytes(3000) + words).code == "unknown-format"


def test_a_story_in_utf_16_is_still_one() -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        assert "rained" in work_of("It rained and rained.".encode(encoding)).chapters[0].html


@pytest.mark.parametrize(
    "start",
    [
        "-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)\n--\n-- Host: localhost    Database: efiction\n",
        "--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n",
        "-- phpMyAdmin SQL Dump\n-- version 4.9.5\n",
        "DROP TABLE IF EXISTS `fanfiction_chapters`;\nCREATE TABLE `fanfiction_chapters` (\n",
    ],
)
def test_a_copy_of_a_database_is_named_and_refused(start: str) -> None:
    told = refusal_of(
        start + "INSERT INTO `fanfiction_chapters` VALUES (1,'Rain','<p>It rained.</p>');\n" * 20
    )

    assert told.code == "unknown-format"
    assert "database" in told.sentence

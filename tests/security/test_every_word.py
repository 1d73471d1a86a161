"""Every word that the archive says goes through gettext: what is left of a page without it is what people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from selectolax.lexbor import LexborHTMLParser

from tests.access.urls import url_names
from tests.access.world import World
from tests.brackets import BEGIN, END, bracketed
from tests.extent import dealt
from tests.lasting import lasting
from tests.security.world import address_of, full_world, opened, usual_values

SAID = re.compile(rf"{BEGIN}[^{BEGIN}{END}]*{END}")
WORD = re.compile(r"[A-Za-z’']{2,}")
# Names, formats and what only machines read.
NAMES = {
    "Bookcub",
    "EPUB",
    "HTML",
    "ISBN",
    "UTC",
    "ZIP",
    "KB",
    "MB",
    "Literata",
    "Atkinson",
    "Hyperlegible",
}
# What is shown as it is typed or read by programs, and languages and zones by their own names.
CODE = "script, style, code, pre, kbd, select[name*=language] option, option[value*='/'], [lang]:not(html)"
LINK = re.compile(r"https?://\S+")
TELLING = ("alt", "aria-label", "placeholder", "title", "data-confirm", "data-label")
# For the engineers who build pages with it.
NOT_FOR_PEOPLE = {"web:catalogue_detail"}

_built = lasting(full_world)


@pytest.fixture
def world(_built: World, db: None) -> World:
    return _built


@pytest.fixture
def marked() -> Iterator[None]:
    """Each sentence that is asked for stands in brackets."""
    with bracketed():
        yield


def written() -> set[str]:
    """Every word that stands in the database."""
    return {word for value in values() for word in WORD.findall(value)}


def values() -> Iterator[str]:
    """Every text that stands in the database."""
    for model in apps.get_models():
        if not model.__module__.startswith("bookcub."):
            continue
        fields = [
            f.name
            for f in model._meta.get_fields()
            if isinstance(f, models.CharField | models.TextField)
        ]
        for row in model._default_manager.values_list(*fields) if fields else []:
            yield from map(str, row)


def unsaid(content: bytes) -> Iterator[str]:
    """Pieces of a page's text, and of what its attributes tell, that stand in no brackets."""
    page = LexborHTMLParser(content)
    for node in page.css(CODE):
        node.decompose()
    texts = [node.text(deep=True, separator="\n") for node in page.css("title, body")]
    texts += [node.attributes.get(name) or "" for name in TELLING for node in page.css(f"[{name}]")]
    texts += [node.attributes.get("value") or "" for node in page.css("input[type=submit]")]
    for text in texts:
        left, before = LINK.sub("", text), ""
        while left != before:
            left, before = SAID.sub("\n", left), left
        yield from (line.strip() for line in left.split("\n") if WORD.search(line))


@pytest.mark.slow_first
@pytest.mark.parametrize(("who", "turn", "among"), [("guest", 0, 2), ("ada", 0, 1), ("mo", 1, 2)])
def test_what_stands_on_no_page_in_english_alone(
    world: World, marked: None, who: str, turn: int, among: int
) -> None:
    browser, known = world.browser_of(who), written() | NAMES
    escaped: dict[str, str] = {}
    for name in dealt(sorted(url_names() - NOT_FOR_PEOPLE), turn, among):
        answer = opened(browser, address_of(name, usual_values(world, name)))
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        for text in unsaid(b"".join(answer)):
            if set(WORD.findall(text)) - known:
                escaped.setdefault(text, name)
    assert escaped == {}

"""Every page, drawn for Ada and one of three others: what it tells the browser, what it looks through, and that no name is
markup. `make test-everything` draws it for all four."""

from __future__ import annotations

import re
from typing import Any, TypeGuard

import pytest
from django.apps import apps
from django.db import models
from selectolax.lexbor import LexborHTMLParser

from tests.access.urls import url_names
from tests.access.world import World
from tests.extent import EVERYTHING, dealt
from tests.growth.plans import asked, unexcused
from tests.lasting import lasting
from tests.security.headers import may_be_shared, protects
from tests.security.world import MAY_BE_AWAY, address_of, full_world, opened, usual_values

HOSTILE = "<xss a='\"><xss onload=1>{{7*7}}</xss>"
# These hold markup, and are cleaned on their way in: tests/core holds the sanitiser to that.
MARKUP = {
    "html",
    "removed_html",
    "summary",
    "notes",
    "end_notes",
    "about",
    "clubs.Club.description",
}
# These are read by programs, which other tests feed with nonsense.
READ = {
    "username", "email", "password", "key", "code", "form_key", "window", "look", "time_zone",
    "language", "fingerprint", "words_fingerprint", "path", "folded", "alike", "scope", "guest_key", "icon", "outcome",
    "url", "external_url", "address", "original_url", "token_hash", "mails_comments", "network",
    "guest_email", "source_id", "format", "session_key", "worker", "block", "furthest_block",
    "importing.ClubImport.text",
}  # fmt: skip
# Files and lists that are the same for everybody, whoever they name.
FOR_ALL = {"people:icon_detail"}


def poison(world: World) -> set[str]:
    """Put hostile text into every plain text field of every row; says into which."""
    poisoned = set()
    for model in apps.get_models():
        if not model.__module__.startswith("bookcub.") or model._meta.app_label == "core":
            continue
        for field in filter(is_plain, model._meta.get_fields()):
            for row in model._default_manager.all():
                # The id first: some of these must differ from row to row.
                longest = field.max_length or 1000
                text = f"{HOSTILE}{row.pk}" if longest > 50 else f"{row.pk}<xss>"
                model._default_manager.filter(pk=row.pk).update(**{field.name: text[:longest]})
                poisoned.add(f"{model._meta.label}.{field.name}")
    return poisoned


def is_plain(field: Any) -> TypeGuard[models.Field[Any, Any]]:
    """Whether a column holds what somebody typed, as text."""
    return (
        isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.URLField | models.EmailField | models.FileField)
        and not field.choices
        and not field.primary_key
        and not {field.name, f"{field.model._meta.label}.{field.name}"} & (MARKUP | READ)
    )


def poisoned() -> tuple[World, dict[str, str]]:
    """The world with hostile text in it, and the addresses as they were before."""
    world = full_world()
    addresses = {name: address_of(name, usual_values(world, name)) for name in sorted(url_names())}
    assert {"works.Work.title", "people.Pseud.name", "tags.Tag.name"} <= poison(world)
    return world, addresses


hostile = lasting(poisoned)


@pytest.mark.slow_first
@pytest.mark.parametrize(
    ("who", "turn", "among", "least"),
    [("guest", 0, 3, 5), ("bo", 1, 3, 10), ("ada", 0, 1, 40), ("mo", 2, 3, 10)],
)
def test_no_page_brings_in_markup_or_frames_is_kept_for_others_or_looks_through_what_grows(
    hostile: tuple[World, dict[str, str]], db: None, who: str, turn: int, among: int, least: int
) -> None:
    world, addresses = hostile
    browser, seen, broken = world.browser_of(who), 0, []
    explained: dict[str, set[str]] = {}
    for name in dealt(sorted(addresses), turn, among):
        address = addresses[name]
        with asked() as questions:
            answer = opened(browser, address)
            content = b"".join(answer)
        broken += unexcused(name, questions, explained)
        if answer.status_code >= 500 and name not in MAY_BE_AWAY:
            broken.append((name, "breaks"))
        if not protects(answer):
            broken.append((name, "lets frames or sniffers in"))
        if (
            may_be_shared(answer)
            and (b"Ada" in content or b"xss" in content)
            and name not in FOR_ALL
        ):
            broken.append((name, "may be kept for others"))
        if answer.get("Content-Type", "").startswith("text/html"):
            seen += b"&lt;xss" in content
            page = LexborHTMLParser(content + b"'>")  # an open quote ends here at the latest
            if page.css_first("xss, [onload]") or b"49</xss" in content:
                broken.append((name, "takes text for markup"))
            # The inner one would end the outer one before its button.
            if re.search(rb"<form\b(?:(?!</form).)*<form\b", content, re.DOTALL):
                broken.append((name, "has a form in a form"))
    assert broken == []
    assert seen > (least if EVERYTHING else least // among), seen

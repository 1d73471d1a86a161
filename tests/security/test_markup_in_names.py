"""Whatever stands in a name, a title or a remark: it is text on every page, and never markup."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models

from tests.access.urls import url_names
from tests.access.world import World
from tests.browsing import Client
from tests.lasting import lasting
from tests.security.pages import parsed
from tests.security.world import address_of, full_world, usual_values

HOSTILE = "<xss a='\"><xss onload=1>{{7*7}}</xss>"
# These hold markup, and are cleaned on their way in: tests/core holds the sanitiser to that.
MARKUP = {"html", "removed_html", "summary", "notes", "end_notes", "about"}
# These are read by programs, which other tests feed with nonsense.
READ = {
    "username", "email", "password", "key", "code", "form_key", "window", "look", "time_zone",
    "language", "fingerprint", "words_print", "path", "folded", "guest_key", "icon", "outcome",
    "url", "external_url", "address", "original_url", "token_hash", "mails_comments", "network",
    "guest_email", "source_id", "format", "session_key", "worker", "block", "furthest_block",
}  # fmt: skip


def poison(world: World) -> set[str]:
    """Put hostile text into every plain text field of every row; says into which."""
    poisoned = set()
    for model in apps.get_models():
        if not model.__module__.startswith("bookcub.") or model._meta.app_label == "core":
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, models.CharField | models.TextField):
                continue
            if isinstance(field, models.URLField | models.EmailField | models.FileField):
                continue
            if field.name in MARKUP | READ or field.choices or field.primary_key:
                continue
            longest = field.max_length or 1000
            for row in model._default_manager.all():
                # The id first: some of these must differ from row to row.
                text = f"{HOSTILE}{row.pk}" if longest > 50 else f"{row.pk}<xss>"
                model._default_manager.filter(pk=row.pk).update(**{field.name: text[:longest]})
                poisoned.add(f"{model._meta.label}.{field.name}")
    return poisoned


def poisoned() -> tuple[World, dict[str, str]]:
    """The world with hostile text in it, and the addresses as they were before."""
    world = full_world()
    addresses = {name: address_of(name, usual_values(world, name)) for name in sorted(url_names())}
    assert {"works.Work.title", "people.Pseud.name", "tags.Tag.name"} <= poison(world)
    return world, addresses


hostile = lasting(poisoned)


@pytest.mark.parametrize(("who", "least"), [("guest", 5), ("bo", 10), ("ada", 40), ("mo", 10)])
def test_no_field_brings_markup_into_any_page(
    hostile: tuple[World, dict[str, str]], db: None, who: str, least: int
) -> None:
    world, addresses = hostile
    client = Client(raise_request_exception=False)
    if person := world.people[who]:
        client.force_login(person)
    seen, broken = 0, []
    for name, address in addresses.items():
        answer = client.get(address, follow=True)
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        seen += b"&lt;xss" in answer.content
        page = parsed(answer.content)
        handlers = [
            tag for tag in page.find_all() if any(key.startswith("on") for key in tag.attrs)
        ]
        if page.find("xss") or handlers or b"49</xss" in answer.content:
            broken.append((name, address))
    assert broken == []
    assert seen > least, seen

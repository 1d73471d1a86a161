"""Guests hear of no tag that stands only on works which not everybody may read: not by its name, not by a number."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from bookcub.people.models import User
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Visibility, Work
from tests.browsing import Client
from tests.making import make_work

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def tagged(ada: User, visibility: Visibility, name: str) -> Work:
    tags = {TagKind.FANDOM: ["Weirlands"], TagKind.FREEFORM: [name]}
    work = make_work(ada, title=name, posted=False, visibility=visibility, tags=tags)
    with work.counting_tag_uses():
        Work.objects.filter(pk=work.pk).update(posted_at=work.created_at)
    return work


def test_only_works_for_everybody_are_counted_and_named(client: Client, ada: User) -> None:
    work = tagged(ada, Visibility.MEMBERS, "Among Ourselves")
    tagged(ada, Visibility.EVERYONE, "In the Open")
    assert {tag.name: tag.uses for tag in Tag.objects.filter(kind="freeform")} == {
        "Among Ourselves": 0,
        "In the Open": 1,
    }
    assert Tag.objects.get(name="Weirlands").uses == 1
    for address in ("/browse/tags?q=a", "/tags/autocomplete?kind=freeform&q=amo", "/browse"):
        assert "Ourselves" not in client.get(address).content.decode()

    # Opened to everybody it is told of.
    with work.counting_tag_uses():
        Work.objects.filter(pk=work.pk).update(visibility=Visibility.EVERYONE)
    assert Tag.objects.get(name="Among Ourselves").uses == 1
    assert "Ourselves" in client.get("/browse/tags?q=a").content.decode()


def test_what_was_counted_otherwise_is_counted_anew(ada: User) -> None:
    tagged(ada, Visibility.MEMBERS, "Among Ourselves")
    tagged(ada, Visibility.EVERYONE, "In the Open")
    Tag.objects.update(uses=7)
    migration = import_module("bookcub.works.migrations.0012_count_what_everybody_may_read")
    migration.count_anew(apps, None)
    assert {tag.name: tag.uses for tag in Tag.objects.all()} == {
        "Weirlands": 1,
        "Among Ourselves": 0,
        "In the Open": 1,
    }

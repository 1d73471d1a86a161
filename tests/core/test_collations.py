"""Sorting and ranges are those of the characters, whatever locale the server has."""

from __future__ import annotations

import pytest
from django.db import connection

from bookcub.core.database.collations import give_columns_their_own
from bookcub.people.models import User
from bookcub.search.watching import look_away
from bookcub.tags.models import Tag, TagKind
from bookcub.works.models import Series

pytestmark = [pytest.mark.both, pytest.mark.django_db]

NAMES = ["Zebra", "apple", "Äpfel", "_x", "b-a", "ba", "b c", "Энеида", "日本", "😀"]


def test_names_sort_alike_on_every_server(ada: User) -> None:
    Series.objects.bulk_create(Series(title=name, made_by=ada) for name in NAMES)

    found = Series.objects.order_by("title").values_list("title", flat=True)

    assert list(found) == sorted(NAMES)


def test_a_tag_is_completed_on_every_server() -> None:
    for name in NAMES:
        Tag.objects.taken([name], TagKind.FANDOM)

    for name in NAMES:
        beginning = name[:1].upper()
        found = {tag.name for tag in Tag.objects.suggested(TagKind.FANDOM, beginning)}
        assert found == {each for each in NAMES if each[:1].upper() == beginning}, beginning


def test_a_column_of_the_databases_own_order_is_put_right() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows no locales")
    look_away()  # as before every migration: no column changes that a trigger reads
    with connection.cursor() as cursor:
        cursor.execute(
            'ALTER TABLE works_series ALTER COLUMN title TYPE varchar(255) COLLATE "en-x-icu"'
        )
        cursor.execute(
            "INSERT INTO works_series (title, summary, notes, is_complete, created_at) VALUES ('b', '', '', false, now()), ('C', '', '', false, now())"
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [each.title for each in Series.objects.order_by("title")] == ["b", "C"]

    give_columns_their_own(using="default")

    assert [each.title for each in Series.objects.order_by("title")] == ["C", "b"]

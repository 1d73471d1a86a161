"""Places in books whose chapters nobody has typed: they were pages, from now on they are shares of the book.

In every table that keeps such a place. Nobody is anywhere else than before: the end of a page is the end of that page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

WHOLE = 1_000_000_000


def to_shares(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    def converted(page: int, pages: int) -> int:
        # Beyond the end nobody was, nor will be.
        return page * WHOLE // pages if page <= pages else WHOLE + page - pages

    # From the last to the first: no two milestones are at one place, not for a moment either.
    _carry_over(apps, converted, order="-")


def to_pages(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    def converted(share: int, pages: int) -> int:
        return -(-share * pages // WHOLE) if share <= WHOLE else pages + share - WHOLE

    _carry_over(apps, converted, order="")


def _carry_over(apps: Apps, converted: Callable[[int, int], int], *, order: str) -> None:
    for book in apps.get_model("reads", "OutsideBook").objects.filter(chapter_titles=[]).iterator():
        pages = book.page_count or 1  # of which nothing is known had one place, its end
        for rows, column in _places(apps, book.pk):
            for old in list(rows.order_by(f"{order}{column}").values_list(column, flat=True).distinct()):
                if old:
                    rows.filter(**{column: old}).update(**{column: converted(old, pages)})


def _plan_in_percent(apps: Apps, _schema: BaseDatabaseSchemaEditor) -> None:
    """A book of which nothing is known was one long chapter; its plan counts percent now."""
    reads = apps.get_model("reads", "Read").objects
    for read in reads.filter(book__chapter_titles=[], book__page_count=None).iterator():
        if read.seen:
            after = 100 if read.seen.get("after") else 0
            read.seen = {"unit": "page", "keys": [], "planned": 100, "after": after, "without": []}
        if read.pace == "per_week":
            read.pace, read.per_week = "as_we_go", None
        read.save(update_fields=["seen", "pace", "per_week"])


def _places(apps: Apps, book: int) -> Iterator[tuple[Any, str]]:
    """The rows that keep a place in a book, and in which column."""
    of_read = [
        ("reads", "Milestone", "upto"),
        ("reads", "Reader", "at"),
        ("comments", "Comment", "upto"),
        ("meetings", "Meeting", "upto"),
        ("memory", "Prediction", "upto"),
        ("memory", "Prediction", "made_at_place"),
    ]
    for package, model, column in of_read:
        yield apps.get_model(package, model).objects.filter(read__book=book), column
    kept = apps.get_model("memory", "KeptNote").objects
    yield kept.filter(Q(read__book=book) | Q(read=None, book=book)), "upto"


class Migration(migrations.Migration):
    dependencies = [
        ("reads", "0008_editions"),
        ("comments", "0008_talk_beside_works"),
        ("meetings", "0005_answers_for_others"),
        ("memory", "0004_guesses_open_for_each"),
    ]

    operations = [
        migrations.RunPython(to_shares, to_pages),
        migrations.RunPython(_plan_in_percent, migrations.RunPython.noop),
    ]

"""What has changed since the indexes were written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import connection, models

# Numbers of rows are not in the order of commits: what is older than every transaction that still runs has ended. Left out are
# only those that surely run in another database of the server, which may run for hours; the snapshot knows a transaction by its
# whole number, the locks by its lower half.
OLDEST_RUNNING = """
    SELECT LEAST(
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
        (SELECT MIN(running::text::bigint) FROM pg_snapshot_xip(pg_current_snapshot()) AS running
         WHERE running::text::bigint % 4294967296 NOT IN (
             SELECT transactionid::text::bigint FROM pg_locks JOIN pg_stat_activity USING (pid)
             WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted AND datname <> current_database()))
    ) - 1
"""


def _mark() -> str:
    return "made_in" if connection.vendor == "postgresql" else "pk"


class ChangeStream(models.TextChoices):
    """How soon an index must hear of a change."""

    NOW = "now"  # within two seconds
    COUNTS = "counts"  # now and then: a number has grown


class SearchChangeQuerySet(models.QuerySet["SearchChange"]):
    def horizon(self) -> int:
        """The mark up to which every change is here for good: none will come before it any more."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(OLDEST_RUNNING)
            else:  # one writes at a time
                cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'search_searchchange'")
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def after(
        self, stream: ChangeStream, mark: int, *, kinds: Iterable[str]
    ) -> SearchChangeQuerySet:
        """The changes of these kinds after a mark, even those before which others may still come."""
        return self.filter(stream=stream, kind__in=list(kinds), **{f"{_mark()}__gt": mark})

    def between(self, stream: ChangeStream, after: int, until: int) -> SearchChangeQuerySet:
        """The changes after one mark up to another."""
        mark = _mark()
        return self.filter(stream=stream, **{f"{mark}__gt": after, f"{mark}__lte": until})

    def forget_until(self, mark: int) -> None:
        """Let go of what every copy has."""
        self.filter(**{f"{_mark()}__lte": mark}).delete()


class SearchChange(models.Model):
    """One row has changed that documents are made of. Written by the database itself, with the change (`watching`)."""

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=6, choices=ChangeStream)
    kind = models.CharField("of what the key is", max_length=20)
    key = models.BigIntegerField()
    made_in = models.BigIntegerField("PostgreSQL's number of the transaction", default=0)

    objects: ClassVar[SearchChangeQuerySet] = SearchChangeQuerySet.as_manager()  # type: ignore[assignment]  # as_manager's own type

    class Meta:
        indexes = [models.Index(fields=["made_in"], name="search_change_made_in")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

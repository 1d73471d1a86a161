"""The archive's SQLite answers what Django's does."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX
from django.db.models import F, Max
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.database.sqlite.base import _with_marks
from bookcub.core.models import Heartbeat
from tests.extent import POSTGRESQL

pytestmark = pytest.mark.skipif(POSTGRESQL, reason="SQLite's own")


@given(st.text(alphabet="%s?'a ", max_size=40))
def test_placeholders_are_djangos(statement: str) -> None:
    """The words are those of `convert_query` in Django's cursor."""
    assert _with_marks(statement) == FORMAT_QMARK_REGEX.sub("?", statement).replace("%%", "%")


@pytest.mark.django_db
def test_names_and_percent_signs_are_understood() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %(one)s, 'five %%', %(one)s", {"one": 1})
        assert cursor.fetchall() == [(1, "five %", 1)]
        cursor.execute("SELECT 'five %%', %s", [2])
        assert cursor.fetchall() == [("five %", 2)]
        cursor.execute("SELECT 'five %'")
        assert cursor.fetchall() == [("five %",)]


@pytest.mark.django_db
@pytest.mark.parametrize("microsecond", [0, 7, 170_000])
def test_moments_come_back_as_they_went(microsecond: int) -> None:
    at = datetime(2026, 2, 28, 23, 59, 59, microsecond, tzinfo=UTC)
    Heartbeat.objects.create(worker="one", at=at)

    rows = Heartbeat.objects.all()
    assert list(rows.values_list("at", flat=True)) == [at]
    assert rows.aggregate(newest=Max("at"))["newest"] == at
    assert list(rows.annotate(same=F("at")).values_list("same", flat=True)) == [at]

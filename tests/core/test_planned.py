"""PostgreSQL plans a question once in each connection, and answers it as it would otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.database import planned as module
from bookcub.core.database.planned import Number, Text, ask, planned

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite plans in no time"),
]

NOON = datetime(2026, 3, 7, 12, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


def kept() -> list[tuple[str, int, int]]:
    """The statement of each plan that this connection keeps, and how often it was planned for all and for one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement, generic_plans, custom_plans FROM pg_prepared_statements"
            " WHERE name LIKE 'bookcub%' ORDER BY prepare_time"
        )
        return list(cursor.fetchall())


def test_it_is_planned_once_whatever_is_put_in() -> None:
    asked = "SELECT %s + %s, %s, %s, 'hundred %%', %s"
    for day in range(7):
        moment, ten = NOON + timedelta(days=day), Number(day)
        found = ask(asked, [ten, 1, moment, Text(f"day {day}"), "it's %s"])
        assert found == [(day + 1, moment, f"day {day}", "hundred %", "it's %s")]

    [(statement, for_all, for_one)] = [each for each in kept() if "hundred" in each[0]]
    assert (for_all, for_one) == (7, 0)
    assert "'it''s %s'" in statement, "what is not marked stands in it"


def test_one_value_in_two_places_and_two_alike_are_two_questions() -> None:
    one, other = Number(7), Number(7)
    asked = "SELECT %s = %s AS same"

    for values in ([one, one], [one, other], [Number(1), Number(2)]):
        assert ask(asked, values) == [(values[0] == values[1],)]

    assert {statement.partition(" AS ")[2] for statement, *_ in kept() if "same" in statement} == {
        "SELECT $1 = $1 AS same",
        "SELECT $1 = $2 AS same",
    }


def test_what_is_equal_to_python_is_not_the_same() -> None:
    assert [ask("SELECT %s", [value]) for value in (1, True, 1.0, "1", None)] == [
        [(1,)],
        [(True,)],
        [(1,)],
        [("1",)],
        [(None,)],
    ]


def test_what_can_be_neither_parameter_nor_written_down_is_asked_as_it_is() -> None:
    assert planned("SELECT %s", [[1, 2]]) == ("SELECT %s", ([1, 2],))
    assert ask("SELECT %s", [[1, 2]]) == [([1, 2],)]


def test_a_connection_keeps_only_so_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROOM", 3 * len("SELECT %s AS kept_few"))
    before = {statement for statement, *_ in kept()}
    module._plans.clear()

    for number in (0, 1, 2, 0, 3, 0, 4):
        assert ask("SELECT %s AS kept_few", [number]) == [(number,)]

    now = [statement for statement, *_ in kept() if statement not in before]
    assert [statement.rpartition("AS ")[0][-2:] for statement in now] == ["0 ", "3 ", "4 "]


def test_what_cannot_be_prepared_is_no_plan_and_a_connection_of_its_own_has_none() -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ask("SELECT nothing_like_it + %s", [Number(1)])
    with pytest.raises(DatabaseError), transaction.atomic():
        ask("SELECT nothing_like_it + %s", [Number(1)])

    assert ask("SELECT %s + 1", [Number(1)]) == [(2,)]


@given(
    st.lists(st.one_of(WORDS, WORDS.map(Text), st.booleans(), st.none()), min_size=1, max_size=5)
)
def test_it_answers_as_it_would_otherwise(values: list[Any]) -> None:
    asked = f"SELECT {', '.join('%s::text' for _ in values)}, '%%s'"

    with connection.cursor() as cursor:
        cursor.execute(asked, values)
        assert ask(asked, values) == cursor.fetchall()


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_made_anew_when_its_table_was_changed() -> None:
    def found() -> list[tuple[Any, ...]]:
        return ask("SELECT named FROM changing WHERE number > %s", [Number(0)])

    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE changing (number bigint, named varchar(5))")
        cursor.execute("INSERT INTO changing VALUES (1, 'Weir')")
        assert found() == [("Weir",)]

        cursor.execute("ALTER TABLE changing ALTER named TYPE text")
        assert found() == [("Weir",)]

        cursor.execute("ALTER TABLE changing ALTER named TYPE varchar(80)")
        with pytest.raises(DatabaseError), transaction.atomic():
            found()
        with transaction.atomic():
            assert found() == [("Weir",)]
        cursor.execute("DROP TABLE changing")

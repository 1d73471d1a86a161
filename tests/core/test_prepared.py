"""Questions that are compiled once answer what they answer when they are asked in the ordinary way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from hypothesis import given
from hypothesis import strategies as st

from bookcub.core.database import prepared as module
from bookcub.core.database.planned import Text
from bookcub.core.database.prepared import LONGEST, forget_compiled, prepared
from bookcub.people.models import Preferences, Pseud, User
from bookcub.works.models import Work
from tests.conftest import person
from tests.making import make_work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    forget_compiled()
    yield
    forget_compiled()


@pytest.fixture
def compilings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """A list that grows with each question that is compiled."""
    done: list[object] = []
    compile_it = module._compile

    def counting(question: Callable[..., Any], *given: Any) -> Any:
        done.append(question)
        return compile_it(question, *given)

    monkeypatch.setattr(module, "_compile", counting)
    return done


def pseuds_of(person: User | AnonymousUser, name: str = "") -> QuerySet[Pseud]:
    rows = Pseud.objects.order_by("name").select_related("user__preferences")
    if not person.is_authenticated:
        return rows.filter(name__startswith="A")
    named = Q(name=name) if name else Q()
    return rows.filter(named, user=person).annotate(low=Lower("name"))


def test_each_gets_their_own_and_it_is_compiled_once_for_all(
    compilings: list[object], django_assert_num_queries: Callable[[int], Any]
) -> None:
    ask = prepared(pseuds_of)
    ada, bo, guest = person("Ada"), person("Bo"), AnonymousUser()
    for one in (ada, bo, guest, ada):
        with django_assert_num_queries(1):
            found = ask(one)
        assert found == list(pseuds_of(one))
        assert [row.user.preferences.pk for row in found]
    assert [row.low for row in ask(bo)] == ["bo"]  # type: ignore[attr-defined]  # annotated
    assert len(compilings) == 2


def test_numbers_moments_words_and_lists_are_put_in(compilings: list[object]) -> None:
    @prepared
    def since(moment: datetime, most: int, ids: set[int], name: str) -> QuerySet[User, str]:
        named = User.objects.filter(~Q(username=name), joined_at__lt=moment, pk__in=ids)
        return named.filter(pk__lt=most).order_by("username").values_list("username", flat=True)

    people = [person(name) for name in ("Ada", "Bo", "Cy")]
    ids, soon = {one.pk for one in people}, timezone.now() + timedelta(hours=1)

    assert since(soon, 10**9, ids, Text("Bo")) == ["Ada", "Cy"]
    assert since(soon - timedelta(days=2), 10**9, ids, Text("Bo")) == []
    assert since(soon, people[2].pk, ids, Text("")) == ["Ada", "Bo"]
    assert since(soon, 10**9, {people[1].pk}, Text("Ada")) == ["Bo"]
    assert since(soon, 10**9, set(), Text("Ada")) == []
    assert since(soon, 10**30, ids, Text("Ada")) == []
    assert len(compilings) == 2  # for three and for one


@given(wanted=st.sets(st.integers(-5, 40), max_size=20))
def test_any_few_ids_find_what_they_find_in_the_ordinary_way(wanted: set[int]) -> None:
    def among(ids: set[int]) -> QuerySet[Preferences]:
        return Preferences.objects.filter(user__in=ids).order_by("pk")

    for number in range(3):
        if not User.objects.filter(username=f"name{number}").exists():
            person(f"name{number}")
    ids = wanted | ({User.objects.order_by("-pk")[0].pk} if 7 in wanted else set())
    assert prepared(among)(ids) == list(among(ids))


def test_very_many_ids_are_asked_for_in_the_ordinary_way(compilings: list[object]) -> None:
    ada = person("Ada")
    ask = prepared(lambda ids: User.objects.filter(pk__in=ids))
    assert ask([ada.pk, *range(-LONGEST, 0)]) == [ada]
    assert not compilings


def _sliced(number: int) -> QuerySet[User]:
    return User.objects.all()[:number]


def _counted_on(number: int) -> QuerySet[User]:
    return User.objects.filter(pk=number + 1)


def _looked_into(person: User) -> QuerySet[User]:
    return User.objects.filter(username=person.username)


def _asked_meanwhile(person: User) -> QuerySet[User]:
    return User.objects.filter(pk__in=list(User.objects.values_list("pk", flat=True)), id=person.pk)


def _now(person: User) -> QuerySet[User]:
    return User.objects.filter(pk=person.pk, joined_at__lt=timezone.now())


def _today(person: User) -> QuerySet[User]:
    return User.objects.filter(pk=person.pk, joined_at__date__lte=timezone.now().date())


def _on_a_day(person: User) -> QuerySet[User]:
    return User.objects.filter(pk=person.pk, joined_at__hour=7)


def _in_words(person: User) -> QuerySet[User]:
    return User.objects.filter(pk=person.pk).annotate(word=Value(gettext("Log in")))


def _ignored(person: User) -> QuerySet[User]:
    return User.objects.all()


def _with_more(person: User) -> QuerySet[User]:
    pseuds = Prefetch("pseuds", queryset=Pseud.objects.filter(user=person))
    return User.objects.filter(pk=person.pk).prefetch_related(pseuds)


@pytest.mark.parametrize(
    "question",
    [
        _sliced,
        _counted_on,
        _looked_into,
        _asked_meanwhile,
        _ignored,
        _with_more,
        _now,
        _today,
        _on_a_day,
        _in_words,
    ],
)
def test_a_question_that_takes_more_than_it_passes_on_is_refused(
    question: Callable[[Any], QuerySet[User]],
) -> None:
    ada = person("Ada")
    given = ada.pk if "number" in question.__code__.co_varnames else ada
    with pytest.raises(RuntimeError):
        prepared(question)(given)


def test_a_text_that_would_be_looked_for_in_others_is_refused() -> None:
    with pytest.raises(RuntimeError):
        prepared(lambda word: User.objects.filter(username__icontains=word))(Text("%"))


def test_a_list_is_not_taken_for_what_equals_its_length() -> None:
    ada, bo = person("Ada"), person("Bo")
    ask = prepared(
        lambda known: User.objects.filter(pk__in=known if isinstance(known, list) else [ada.pk])
    )
    assert ask(True) == [ada]  # noqa: FBT003  # compiled in
    assert ask([bo.pk]) == [bo]
    assert ask([10**30, bo.pk]) == [bo]


def test_a_question_that_finds_nothing_for_anybody_finds_nothing(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    ask = prepared(lambda person: User.objects.none().filter(pk=person.pk))
    with django_assert_num_queries(0):
        assert ask(person_of := User(pk=1)) == []
        assert ask(person_of) == []


def test_what_is_kept_of_a_question_holds_no_request() -> None:
    held = AnonymousUser()
    lazy = SimpleLazyObject(lambda: held)
    ask = prepared(pseuds_of)
    assert ask(lazy) == []  # type: ignore[arg-type]
    assert "LazyObject" not in repr(list(module._known[-1]))


def test_no_more_ways_to_ask_are_kept_than_so_many(compilings: list[object]) -> None:
    ada = person("Ada")
    ask = prepared(lambda word: User.objects.filter(username=word))
    for number in range(module.MOST + 1):
        assert ask(f"name {number}") == []
    assert ask("Ada") == [ada]
    assert len(module._known[-1]) == 2
    assert len(compilings) == module.MOST + 2


def test_its_sql_is_that_of_what_it_is_asked_with(ada: User) -> None:
    works = [make_work(ada) for _ in range(3)]

    @prepared
    def among(keys: Collection[int]) -> QuerySet[Work, int]:
        return Work.objects.filter(pk__in=keys).order_by().values_list("pk", flat=True)

    def found(keys: Collection[int]) -> list[int]:
        sql, values = among.sql(keys)
        if not sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return sorted(pk for (pk,) in cursor.fetchall())

    keys = [work.pk for work in works]
    assert found([]) == []
    assert found([*keys, *range(10_000, 11_000)]) == keys
    assert found(keys[:2]) == keys[:2]
    assert found([2**70]) == []

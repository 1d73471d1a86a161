"""Names are found whatever their case, in every script, on both databases."""

from __future__ import annotations

import pytest
from django.db import connection

from bookcub.core.database.folding import folded
from bookcub.people.models import Pseud, User
from bookcub.works.models import Work
from bookcub.works.queries.bylines import bylines_suggested, pseuds_named
from tests.making import make_work

pytestmark = [pytest.mark.both, pytest.mark.django_db]

PAIRS = [
    ("Энеида", "энеида"),
    ("ΟΔΥΣΣΕΙΑ", "οδύσσεια".replace("ύ", "υ")),
    ("Éowyn", "éowyn"),
    ("ＷＩＤＥ", "wide"),
    ("STRASSE", "straße"),
    ("e\u0301tude", "ÉTUDE"),
]


@pytest.mark.parametrize(("written", "typed"), PAIRS)
@pytest.mark.both
def test_a_title_is_found_by_its_letters(ada: User, written: str, typed: str) -> None:
    work = make_work(ada, title=f"On {written}, again")
    make_work(ada, title="Something else")

    assert Work.objects.get(title__folded__contains=typed) == work
    assert Work.objects.get(title__folded=f"on {typed}, AGAIN") == work
    assert folded(written) == folded(typed)


@pytest.mark.parametrize("sign", ["%", "_", "\\\\"])
@pytest.mark.both
def test_signs_mean_themselves(ada: User, sign: str) -> None:
    work = make_work(ada, title=f"A{sign}B")
    make_work(ada, title="A-B")

    assert Work.objects.get(title__folded__contains=f"a{sign}b") == work


def test_a_pseud_is_completed_and_found_whatever_its_case(ada: User, bo: User) -> None:
    pseud = Pseud.objects.create(user=ada, name="Энея")
    Pseud.objects.create(user=bo, name="Ёлка")

    assert bylines_suggested("эне", to=bo) == bylines_suggested("ЭНЕ", to=bo) == [pseud.byline]
    assert pseuds_named(["энея"], field="x") == pseuds_named(["ЭНЕЯ (aDA)"], field="x") == [pseud]


def test_a_name_that_changes_is_found_by_the_new_one(ada: User) -> None:
    pseud = ada.default_pseud
    pseud.name = "Ärmel"
    pseud.save()

    assert Pseud.objects.named("ÄRMEL").get() == pseud
    assert not Pseud.objects.named("Ada").exists()


def test_completion_reads_an_index(ada: User) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of a nearly empty table says nothing on PostgreSQL")
    assert "pseud_by_name" in Pseud.objects.named("Ada").explain()


def test_a_name_is_not_saved_without_what_it_is_found_by(ada: User) -> None:
    pseud = ada.default_pseud
    pseud.name = "Halloran"
    with pytest.raises(ValueError, match="save both"):
        pseud.save(update_fields=["name"])

    pseud.save(update_fields=["name", "folded"])

    assert Pseud.objects.named("halloran").get() == pseud

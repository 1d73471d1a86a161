from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bookcub.people.models import User
from bookcub.works.actions import delete_work, make_work, put_in_series
from bookcub.works.fields import WorkFields
from bookcub.works.models import Series, Work
from tests.browsing import Client
from tests.extent import often
from tests.works.conftest import TAGS

pytestmark = pytest.mark.both


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def series(ada: User, serial: Work, draft: Work) -> Series:
    series = put_in_series(work=serial, title="Estuary", by=ada)
    series.add(draft)
    return series


def order(series: Series) -> list[tuple[int, str]]:
    return [(entry.position, entry.work.title) for entry in series.entries.select_related("work")]


def test_works_stand_in_the_order_they_came(series: Series) -> None:
    assert order(series) == [(1, "Low Water"), (2, "The Weir")]


def test_a_work_is_in_a_series_once(series: Series, serial: Work) -> None:
    series.add(serial)

    assert series.entries.count() == 2


def test_the_order_is_changed_by_numbers(
    desk: Client, series: Series, serial: Work, draft: Work
) -> None:
    assert desk.get(f"/series/{series.pk}/order").status_code == 200
    desk.post(f"/series/{series.pk}/order", {f"work-{serial.pk}": 2, f"work-{draft.pk}": 1})

    assert order(series) == [(1, "The Weir"), (2, "Low Water")]


def test_an_order_that_misses_a_work_is_refused(series: Series, serial: Work) -> None:
    with pytest.raises(ValidationError, match="in the meantime"):
        series.reorder([serial.pk])


def test_a_series_says_what_its_author_wants(desk: Client, series: Series) -> None:
    assert desk.get(f"/series/{series.pk}/edit").status_code == 200
    assert desk.post(f"/series/{series.pk}/edit", {"title": "x" * 256}).status_code == 422
    assert (
        desk.post(f"/series/{series.pk}/edit", {"title": "x", "summary": "y" * 1251}).status_code
        == 422
    )

    desk.post(
        f"/series/{series.pk}/edit", {"title": "Mud", "summary": "*Wet.*", "is_complete": "on"}
    )

    series.refresh_from_db()
    assert (series.title, series.is_complete) == ("Mud", True)
    assert "<em>Wet.</em>" in series.summary


def test_taking_the_last_work_out_ends_the_series(
    desk: Client, series: Series, serial: Work, draft: Work
) -> None:
    desk.post(f"/series/{series.pk}/works/{serial.pk}/delete")
    assert order(series) == [(1, "The Weir")]

    desk.post(f"/series/{series.pk}/works/{draft.pk}/delete")

    assert not Series.objects.exists()
    assert Work.objects.count() == 2


def test_a_deleted_work_leaves_no_gap(series: Series, serial: Work, ada: User) -> None:
    delete_work(work=serial, by=ada)

    assert order(series) == [(1, "The Weir")]


def test_deleting_a_series_asks_first_and_keeps_its_works(
    desk: Client, series: Series, ada: User
) -> None:
    assert desk.get(f"/series/{series.pk}/delete").status_code == 200

    desk.post(f"/series/{series.pk}/delete")

    assert not Series.objects.visible_to(ada).exists()
    assert Work.objects.visible_to(ada).count() == 2


def test_a_stranger_changes_no_series(desk: Client, series: Series, bo: User, serial: Work) -> None:
    desk.force_login(bo)

    for page in ("edit", "order", "delete"):
        assert desk.get(f"/series/{series.pk}/{page}").status_code == 403
    assert desk.post(f"/series/{series.pk}/works/{serial.pk}/delete").status_code == 403


def test_a_co_creator_of_one_work_may_order_the_series_without_seeing_drafts_of_others(
    desk: Client, series: Series, serial: Work, bo: User
) -> None:
    serial.creatorships.create(pseud=bo.default_pseud, accepted_at=serial.created_at)
    desk.force_login(bo)

    page = desk.get(f"/series/{series.pk}/order").content.decode()

    assert "Low Water" in page
    assert "The Weir" not in page


def test_unticking_a_series_in_the_work_form_takes_the_work_out(
    desk: Client, series: Series, serial: Work
) -> None:
    form = {
        "title": serial.title, "fandom": "Original Work", "rating": "general", "warnings": ["none_apply"],
        "language": "en", "visibility": "everyone", "may_comment": "members",
    }  # fmt: skip
    desk.post(f"/works/{serial.pk}/edit", {**form, "series": [series.pk]})
    assert series.entries.count() == 2

    desk.post(f"/works/{serial.pk}/edit", form)

    assert order(series) == [(1, "The Weir")]


@settings(
    max_examples=often(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(picks=st.permutations(range(4)))
def test_parts_stand_at_one_to_n_after_any_order(ada: User, picks: list[int]) -> None:
    works = [
        make_work(by=ada.default_pseud, fields=WorkFields(title=f"Part {n}"), tags=TAGS)
        for n in range(4)
    ]
    series = put_in_series(work=works[0], title="All", by=ada)
    for work in works[1:]:
        series.add(work)

    series.reorder([works[pick].pk for pick in picks])

    assert order(series) == [(place, f"Part {pick}") for place, pick in enumerate(picks, start=1)]

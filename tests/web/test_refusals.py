"""What an action refuses is told once, where the person looks."""

from __future__ import annotations

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from bookcub.core.http import CHANGED, CONFLICT, UNPROCESSABLE, form_status
from bookcub.web.forms.comma_names import NamesField
from bookcub.web.forms.refusals import refusals
from bookcub.web.forms.zones import TimeZoneField, zones
from tests.refused import refuses


class TooLateError(Exception):
    """A refusal of its own kind."""


class Shelf(forms.Form):
    title = forms.CharField()


def shelf() -> Shelf:
    form = Shelf({"title": "Salt"})
    assert form.is_valid()
    return form


def test_a_sentence_for_no_field_stands_over_the_form() -> None:
    form = shelf()

    with refusals(form) as refused:
        raise ValidationError(["It is full.", "It is old."])

    assert refused
    assert form.errors == {"__all__": ["It is full.", "It is old."]}


def test_a_sentence_for_a_field_stands_beside_it_and_for_one_that_is_not_there_above() -> None:
    form = shelf()

    with refusals(form) as refused:
        raise ValidationError({"title": "Too long.", "colour": ["Not red.", "Not blue."]})

    assert form.errors == {"title": ["Too long."], "__all__": ["Not red.", "Not blue."]}
    assert refused.sentences == ["Too long.", "Not red.", "Not blue."]


def test_a_refusal_of_a_packages_own_is_told_only_where_it_is_expected() -> None:
    form = shelf()

    with refusals(form, TooLateError) as refused:
        raise TooLateError("This is over.")
    assert isinstance(refused.by, TooLateError)
    assert form.errors == {"__all__": ["This is over."]}

    with pytest.raises(TooLateError), refusals(form):
        raise TooLateError("This is over.")


def test_where_there_is_no_form_the_next_page_says_it() -> None:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]  # enough for messages that stay in memory
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware does

    with refusals(request):
        raise ValidationError(["It is full.", "It is old."])

    assert [str(message) for message in get_messages(request)] == ["It is full. It is old."]


def test_what_is_done_is_no_refusal() -> None:
    form = shelf()

    with refusals(form) as refused:
        done = True

    assert done
    assert not refused
    assert refused.sentences == []
    assert form.is_valid()


def test_names_are_read_between_commas_each_once() -> None:
    field = NamesField(required=False)

    assert field.clean(" Ada ,Bo，Cy\nAda,, ") == ("Ada", "Bo", "Cy")
    with refuses("too_many"):
        field.clean(",".join(str(number) for number in range(201)))
    with refuses("null_characters_not_allowed"):
        field.clean("a\x00b")


@pytest.mark.parametrize("typed", ["Europe/Lisbon", "europe/lisbon ", "EUROPE/LISBON"])
def test_a_zone_is_found_however_it_is_written(typed: str) -> None:
    field = TimeZoneField(help_text="")

    assert field.clean(typed) == "Europe/Lisbon"
    assert field.clean("america/new york") == "America/New_York"
    assert {"Europe/Lisbon", "UTC"} <= set(zones())
    with refuses("no_such_zone"):
        field.clean("Atlantis/Centre")
    # A file beside the table, which is whatever the machine is set to.
    with refuses("no_such_zone"):
        field.clean("localtime")


def test_what_came_too_late_is_a_conflict_and_what_is_wrong_is_none() -> None:
    late, wrong = shelf(), shelf()
    with refusals(late):
        raise ValidationError("The shelf has changed in the meantime.", code=CHANGED)
    with refusals(wrong):
        raise ValidationError("It is full.")

    assert form_status(shelf(), None) == 200
    assert form_status(late, shelf()) == CONFLICT
    assert form_status(late, wrong) == UNPROCESSABLE
    assert form_status(shelf(), too_late=True) == CONFLICT

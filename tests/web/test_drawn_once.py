"""A component that is drawn once for each of its faces has the right one."""

from __future__ import annotations

import gc
import weakref
from datetime import UTC, datetime

from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from bookcub.web.blurb import BlurbStats
from bookcub.web.components.drawn_once import LARGEST


class Words(str):
    """A string that one can look after."""

    __slots__ = ("__weakref__",)


def drawn(tag: str, **values: object) -> str:
    return Template("{% load ui %}" + tag).render(Context(values))


def test_letters_that_are_not_safe_are_escaped_after_the_same_that_are() -> None:
    button = "{% button label=label %}"

    assert "<b>Go</b>" in drawn(button, label=mark_safe("<b>Go</b>"))
    assert "<b>Go</b>" not in drawn(button, label="<b>Go</b>")
    assert "<b>Go</b>" in drawn(button, label=mark_safe("<b>Go</b>"))
    assert "<i>" in drawn('{% icon name="aa" label=label %}', label=mark_safe("<i>"))
    assert "<i>" not in drawn('{% icon name="aa" label=label %}', label="<i>")


def test_true_is_not_the_number_one() -> None:
    assert drawn("{% button label='Go' value=1 name='n' %}") != drawn(
        "{% button label='Go' value=yes name='n' %}", yes=True
    )


def test_words_are_those_of_the_language() -> None:
    for _ in range(2):
        assert "Save" in drawn("{% button label=label %}", label=gettext_lazy("Save"))
        with translation.override("de"):
            assert "Save" not in drawn("{% button label=label %}", label=gettext_lazy("Save"))


def test_days_are_those_of_the_zone() -> None:
    stats = BlurbStats(published=datetime(2026, 3, 27, 22, 30, tzinfo=UTC))

    for _ in range(2):
        with timezone.override("Pacific/Auckland"):
            assert "28 Mar 2026" in drawn("{% stats stats=stats %}", stats=stats)
        with timezone.override("Pacific/Honolulu"):
            assert "27 Mar 2026" in drawn("{% stats stats=stats %}", stats=stats)


def test_what_is_looked_up_late_or_cannot_be_told_apart_is_drawn_as_well() -> None:
    assert "Ada" in drawn("{% button label=label %}", label=SimpleLazyObject(lambda: "Ada"))
    assert "{1: 2}" in drawn("{% button label=label %}", label={1: 2})
    assert 'avatar--3"' in drawn("{% avatar name=name %}", name="c")


def test_what_is_large_is_not_kept() -> None:
    """A thousand comments of ten thousand letters would stay in memory, each in every language and zone."""

    def is_kept(letters: str) -> bool:
        held = weakref.ref(words := Words(letters))
        assert words in drawn("{% button label=words %}", words=words)
        del words
        gc.collect()
        return held() is not None

    assert is_kept("Few words, which are those of the test alone.")
    assert not is_kept("Many words. " * LARGEST)

"""A part of a question is copied as `copy.copy` would copy it, and no kind of part has a way of its own."""

from __future__ import annotations

import copy
import copyreg
from collections.abc import Iterator

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.expressions import BaseExpression
from django.db.models.functions import Lower

from bookcub.core.database import copying
from bookcub.people.models import Pseud

PARTS = (
    Value(3),
    Lower("name"),
    Case(When(Q(name="Ada"), then=Value(1)), default=Value(2)),
    Exists(Pseud.objects.filter(pk=OuterRef("pk"))),
    F("name") + 1,
)


def all_kinds(kind: type[BaseExpression] = BaseExpression) -> Iterator[type[BaseExpression]]:
    yield kind
    for below in kind.__subclasses__():
        yield from all_kinds(below)


def test_a_copy_holds_what_another_copy_would_hold() -> None:
    assert BaseExpression.copy.__module__ == copying.__name__
    for part in PARTS:
        vars(part)["convert_value"] = None  # found out once for each part, and not taken along

        made = BaseExpression.copy(part)

        assert type(made) is type(part)
        assert vars(made) == vars(copy.copy(part))
        assert vars(made) is not vars(part)
        assert "convert_value" not in vars(made)


def test_no_kind_says_how_it_wants_to_be_copied_or_keeps_anything_elsewhere() -> None:
    for kind in all_kinds():
        assert kind.__reduce_ex__ is object.__reduce_ex__, kind
        assert kind.__reduce__ is object.__reduce__, kind
        assert not hasattr(kind, "__copy__"), kind
        assert not hasattr(kind, "__setstate__"), kind
        assert not copyreg._slotnames(kind), kind  # type: ignore[attr-defined]  # as `copy` itself asks
        assert kind.__getstate__ is BaseExpression.__getstate__, kind

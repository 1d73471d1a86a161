"""The parts of a question are copied as they are: Django copies thousands of them while it builds one long question."""

from __future__ import annotations

from typing import Any

from django.db.models.expressions import BaseExpression


def copy_without_detours() -> None:
    """Spare `Expression.copy` the way through `copy.copy` and pickle's protocol: a quarter of building a question."""
    BaseExpression.copy = _copy  # type: ignore[method-assign]


def _copy(self: BaseExpression) -> Any:
    made = object.__new__(type(self))
    made.__dict__ = self.__getstate__()  # type: ignore[assignment]  # what Django has a copy take along
    return made

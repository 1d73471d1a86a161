"""Every address of the archive, as Django knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import unwrap
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Address:
    """One URL pattern: its full route, its full name (`works:work_detail`) and its view."""

    route: str
    name: str
    view: Callable[..., Any]

    @property
    def module(self) -> str:
        """The module in which the view is written, beneath its decorators."""
        return str(unwrap(self.view).__module__)

    @property
    def is_ours(self) -> bool:
        """Whether the view is the archive's own and not a library's."""
        return self.module.startswith("bookcub.")


def addresses() -> list[Address]:
    """All of them, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, route="", namespace=""))


def _walk(
    patterns: list[URLPattern | URLResolver], *, route: str, namespace: str
) -> Iterator[Address]:
    for each in patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            within = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each.url_patterns, route=here, namespace=within)
        else:
            yield Address(here, f"{namespace}{each.name or ''}", each.callback)

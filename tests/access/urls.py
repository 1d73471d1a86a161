"""Every URL pattern of the archive, by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver


@cache
def url_names() -> frozenset[str]:
    """The names of all patterns, with their namespaces: `reading:work_detail`."""
    return frozenset(name for name, _ in _walk(get_resolver().url_patterns, ""))


def unnamed() -> list[str]:
    """Patterns without a name: nothing can be said about them."""
    return [
        str(pattern.pattern) for name, pattern in _walk(get_resolver().url_patterns, "") if not name
    ]


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield (f"{space}{pattern.name}" if pattern.name else ""), pattern

"""Which lane a request goes in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.urls import get_resolver

from bookcub.config.serving.lanes import Lane, LaneSize, Traffic

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGE = 64 * 1024  # bytes: a form with more in it has hours of typing, or trouble

# What takes long by its nature: files that are made of much, and files and texts that are sent to be read.
HEAVY_TO_GET = ("exporting:club_file_detail", "memory:epub_keepsake_detail")
HEAVY_TO_SEND = (
    "importing:upload_new",
    "importing:club_new",
    "importing:arrangement_create",
    "importing:separation_create",
    "importing:batch_create",
    "importing:batch_delete",
    "works:paste_create",
)
PLACES = ("reading:place_create",)


class Lanes:
    """The lanes of one web process, and what goes where.

    Reading never stands behind writing: a write may have to wait for the database. And what is light never stands behind
    what is heavy.
    """

    def __init__(self, threads: int) -> None:
        self.traffic = traffic = Traffic()
        self.guests = Lane("guests", LaneSize(threads=max(threads // 2, 1), reads=True), traffic)
        self.members = Lane(
            "members", LaneSize(threads=max(threads - threads // 2, 1), reads=True), traffic
        )
        self.writing = Lane("writing", LaneSize(threads=2), traffic)
        # One place after the other, wherever somebody's pages are answered: the last one they were at is the last one stored.
        self.places = Lane("places", LaneSize(threads=1, keeps=True), traffic)
        self.heavy = Lane(
            "heavy", LaneSize(threads=1, keeps=True, each=8, wait=120, stuck=600), traffic
        )
        # Of those who have had plenty, where they are answered elsewhere; another clock looks whether that stands still.
        self.aside = Lane("aside", LaneSize(threads=1, keeps=True, stuck=600), traffic)
        self._heavy_to_get = _addresses(HEAVY_TO_GET)
        self._heavy_to_send = _addresses(HEAVY_TO_SEND)
        self._places = _addresses(PLACES)

    def __iter__(self) -> Iterator[Lane]:
        return iter((self.guests, self.members, self.writing, self.places, self.heavy, self.aside))

    def lane_for(self, method: str, path: str, *, size: int, is_member: bool) -> Lane:
        """Return the lane of a request with a body of this size."""
        is_safe = method in SAFE
        heavy = self._heavy_to_get if is_safe else self._heavy_to_send
        if size > LARGE or heavy.fullmatch(path):
            return self.heavy
        if is_safe:
            return self.members if is_member else self.guests
        return self.places if self._places.fullmatch(path) else self.writing


def _addresses(names: Iterable[str]) -> re.Pattern[str]:
    """Return what the addresses of these pages look like."""
    return re.compile("|".join(f"/{pattern}" for name in names for pattern in _patterns(name)))


def _patterns(name: str) -> Iterator[str]:
    namespace, _, own = name.partition(":")
    prefix, resolver = get_resolver().namespace_dict[namespace]
    found = resolver.reverse_dict.getlist(own)
    for _, pattern, _, _ in found:
        # Without their names, which may stand in one expression only once.
        yield re.sub(r"\(\?P<\w+>", "(?:", prefix + pattern.removesuffix(r"\Z"))

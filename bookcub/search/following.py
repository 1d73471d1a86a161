"""Keep this machine's copies as new as the database: build what is missing, then follow the changes.

A process may be killed anywhere: what was not committed is done again, and to do it twice is to do it once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import structlog

from bookcub.core import clock
from bookcub.core.files.held_files import HeldError, locked_file
from bookcub.search.copies import (
    current,
    forget_readers,
    home_of,
    is_followed,
    make_current,
    new_folder,
)
from bookcub.search.documents import SOURCES, IndexSource
from bookcub.search.index import DamagedIndexError, IndexReader, IndexWriter
from bookcub.search.models import ChangeStream, SearchChange, SearchCopy
from bookcub.search.watching import watch

log = structlog.get_logger("bookcub.search")

PORTION = 500  # documents that are made at a time
COMMITTED = 20_000  # documents of a new index between two commits
COUNTS_EVERY = 600.0  # seconds: a work's numbers reach the index at most so often

LOOKED_EVERY = (
    60.0  # seconds: that the files are whole, and that the database knows how far they are
)

Progress = Callable[[int], None]


class StoppedError(Exception):
    """The program is to end: what was not committed is done the next time."""


@dataclass(frozen=True, slots=True)
class _Followed:
    """What is known of a copy between two steps: nothing is opened where nothing has changed."""

    until: int
    looked_at: float
    counted_at: float

    def lacks_anything_of(self, until: int) -> bool:
        """Whether something has changed since that wants to be found at once. One query, if any."""
        changes = SearchChange.objects.between(ChangeStream.NOW, self.until, until)
        return until != self.until and changes.exists()


class Follower:
    """Follows the changes for the copies in this data folder. One of a machine does; to the others `step` does nothing."""

    def __init__(self, is_stopping: Callable[[], bool] = lambda: False) -> None:
        self._is_stopping = is_stopping
        self._followed: dict[str, _Followed] = {}

    def step(self) -> int:
        """Bring every copy up to date; how many documents were written. Two queries where nothing has changed. Raises StoppedError."""
        return sum(self._follow(source) for source in SOURCES)

    def _follow(self, source: IndexSource) -> int:
        name, now = source.shape.name, time.monotonic()
        known, until = self._followed.get(name), SearchChange.objects.horizon()
        if known and now - known.looked_at < LOOKED_EVERY and not known.lacks_anything_of(until):
            self._followed[name] = replace(known, until=until)
            return 0
        counts = known is None or now - known.counted_at >= COUNTS_EVERY
        try:
            with _alone(source):
                written = self._bring_up(source, until, counts=counts)
        except HeldError:
            return 0  # another process of this machine does it
        counted_at = now if known is None or counts else known.counted_at
        self._followed[name] = _Followed(until, now, counted_at)
        return written

    def _bring_up(self, source: IndexSource, until: int, *, counts: bool) -> int:
        folder = whole_copy(source)
        if folder is None:
            return build(source, progress=self._go_on)
        try:
            return self._catch_up(source, folder, until, counts=counts)
        except DamagedIndexError as damage:
            log.warning("an index is made anew", index=source.shape.name, why=str(damage))
            return build(source, progress=self._go_on)

    def _catch_up(self, source: IndexSource, folder: Path, until: int, *, counts: bool) -> int:
        marks = IndexReader(folder).marks
        changed = _changed(ChangeStream.NOW, marks.now, until)
        if counts:
            changed |= _changed(ChangeStream.COUNTS, marks.counts, until)
        portions = list(_touched(source, changed))
        counted = until if counts else marks.counts
        if portions or counted > marks.counts:
            with IndexWriter(folder, source.shape) as writer:
                for portion in portions:
                    self._go_on(_renew(source, writer, portion))
                writer.commit(now=until, counts=counted)
            forget_readers()
        SearchCopy.objects.note(folder.name, written_to=min(until, counted), at=clock.now())
        return sum(map(len, portions))

    def _go_on(self, _written: int) -> None:
        if self._is_stopping():
            raise StoppedError


def _changed(stream: ChangeStream, after: int, until: int) -> set[tuple[str, int]]:
    """What has changed: of which kind, and its key."""
    changes = SearchChange.objects.between(stream, after, until)
    return set(changes.values_list("kind", "key").distinct())


def _touched(source: IndexSource, changed: set[tuple[str, int]]) -> Iterator[Sequence[int]]:
    """The keys of the documents that this changes, in portions."""
    yield from _portions(key for kind, key in changed if kind == source.shape.name)
    for kind, key in sorted(changed):
        if kind in source.touched:
            for keys in source.touched[kind](key):
                yield from _portions(keys)


@contextmanager
def _alone(source: IndexSource) -> Iterator[None]:
    """One process of a machine writes. Raises HeldError."""
    home = home_of(source.shape.name)
    home.mkdir(parents=True, exist_ok=True)
    with locked_file(home / "writing.lock"):
        yield


def whole_copy(source: IndexSource) -> Path | None:
    """The folder of this machine's copy, if it can follow: of this version, readable, of this database, and waited for."""
    found = current(source.shape.name)
    if found is None or found.version != source.shape.version:
        return None
    try:
        marks = IndexReader(found.folder).marks
    except DamagedIndexError as damage:
        log.warning("an index is damaged and made anew", index=source.shape.name, why=str(damage))
        return None
    return found.folder if is_followed(found.folder, marks) else None


def build_alone(source: IndexSource, *, progress: Progress | None = None) -> int:
    """Build a copy anew, as the only process of this machine that writes it. Raises HeldError."""
    with _alone(source):
        return build(source, progress=progress)


def build(source: IndexSource, *, progress: Progress | None = None) -> int:
    """Make a copy from nothing, beside the one that is read meanwhile; how many documents it has."""
    shape = source.shape
    watch()  # what changes from here on is written down
    begun = SearchChange.objects.horizon()
    folder, written = new_folder(shape), 0
    with IndexWriter(folder, shape) as writer:
        for keys in source.all_keys():
            for portion in _portions(keys):
                written += _renew(source, writer, portion)
                if progress is not None:
                    progress(written)
            if written % COMMITTED < len(keys):
                writer.commit(now=-1, counts=-1)
        writer.commit(now=begun, counts=begun)
    SearchCopy.objects.note(folder.name, written_to=begun, at=clock.now())
    make_current(shape, folder)
    forget_readers()
    log.info("an index was built", index=shape.name, documents=written)
    return written


def forget_changes() -> None:
    """Let go of the changes that every copy has; of all where nobody keeps a copy."""
    passed = SearchCopy.objects.passed_by_all(at=clock.now())
    SearchChange.objects.forget_until(SearchChange.objects.horizon() if passed is None else passed)
    SearchCopy.objects.forget_lost(at=clock.now())


def _renew(source: IndexSource, writer: IndexWriter, keys: Sequence[int]) -> int:
    documents = list(source.documents(keys))
    writer.put(documents)
    writer.remove(set(keys) - {document.key for document in documents})
    return len(keys)


def _portions(keys: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(sorted(keys))
    while portion := list(islice(rest, PORTION)):
        yield portion

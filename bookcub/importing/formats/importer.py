"""What an importer is: a name, a look at the head of a file, and a description of the whole."""

from collections.abc import Callable
from dataclasses import dataclass

from bookcub.importing.formats.described import DescribedWork

#: How much of a file `recognises` gets to see.
HEAD_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file, as bytes and as text, and the member names if it is a ZIP."""

    start: bytes
    text: str
    members: frozenset[str] = frozenset()

    @property
    def is_html(self) -> bool:
        """Does it look like a page? Some markup in its first kilobytes is enough."""
        lowered = self.text[:4000].lower()
        marks = ("<!doctype html", "<html", "<body", "<head", "<p>", "<p ", "<div", "<meta ", "<br")
        return any(mark in lowered for mark in marks)


@dataclass(frozen=True, slots=True)
class Importer:
    """One format. `recognises` answers 0 (not mine) to 100 (certainly mine)."""

    format: str
    recognises: Callable[[Head], int]
    describe: Callable[[bytes], DescribedWork]

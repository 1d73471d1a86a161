"""Several files as one work: in the natural order of their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bookcub.formats.story.joining import join_works, natural_key
from bookcub.formats.story.parsed import ParseResult
from bookcub.importing.models import ImportedFile


def natural(files: Iterable[ImportedFile]) -> list[ImportedFile]:
    """The files in the order in which their chapters stand: 9 before 10."""
    return sorted(files, key=lambda file: natural_key(file.name))


def joined(names: Sequence[str], outcomes: Sequence[ParseResult]) -> ParseResult:
    """One work of them all, in this order."""
    return join_works(list(zip(names, outcomes, strict=True)))

"""What the archive says in nobody's language: as the code has it.

For what is kept and for what leaves in files, both of which people of any language may read; where it is shown,
`gettext` says it in theirs.
"""

from __future__ import annotations

from typing import Self

from django.utils.translation import override


class untranslated(override):  # noqa: N801  # reads as what it is made of
    """Around a block, or over a function."""

    def __init__(self) -> None:
        super().__init__(None)

    def _recreate_cm(self) -> Self:
        # It remembers what was spoken before: calls of a function that run at once must not share one.
        return type(self)()

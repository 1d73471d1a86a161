"""What the archive says in nobody's language: as the code has it.

For what is kept and for what leaves in files, both of which people of any language may read; where it is shown,
`gettext` says it in theirs.
"""

from __future__ import annotations

from django.utils.translation import override


class untranslated(override):  # noqa: N801  # reads as what it is made of
    """Around a block, or over a function."""

    def __init__(self) -> None:
        super().__init__(None)

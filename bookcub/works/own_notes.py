"""What the archive itself notes of a revision: kept as it stands here, said in the language of whoever reads it."""

from __future__ import annotations

import re

from django.utils.translation import gettext, gettext_noop

IMPORTED, IMPORTED_AGAIN = gettext_noop("Imported"), gettext_noop("Imported again")
ACCEPTED = gettext_noop("Accepted a suggestion")
RESTORED = gettext_noop("Restored revision %(number)s")
RESTORED_NOTE = re.compile(RESTORED % {"number": r"(\d+)"})


def shown_note(note: str) -> str:
    """A revision's note for its readers; what authors wrote stays as it is."""
    if restored := RESTORED_NOTE.fullmatch(note):
        return gettext(RESTORED) % {"number": restored[1]}
    return gettext(note) if note in {IMPORTED, IMPORTED_AGAIN, ACCEPTED} else note

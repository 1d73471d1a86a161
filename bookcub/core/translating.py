"""Marks on sentences for the translators, where Django is out of reach.

The packages that know no Django keep their sentences as data. What shows them translates them.
"""


def gettext_noop(message: str) -> str:
    """Mark a sentence, and leave it in English."""
    return message


def ngettext_lazy(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence in its two English forms: of one, and of any other number `n`."""
    return one, many

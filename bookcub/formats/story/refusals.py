"""What people read when a source gave no work: one sentence why, one what to do instead.

Each is a whole sentence without facts in it, marked where it stands: whoever shows a refusal looks its sentences up in
the reader's language.
"""

from bookcub.core.languages.translating import gettext_noop
from bookcub.formats.story.parsed import Refusal


def too_large() -> Refusal:
    """Refuse a source that is larger than any story."""
    return Refusal(
        "too-large",
        gettext_noop("This file is larger than a story can be."),
        gettext_noop(
            "Leave pictures and sound out of it, or split it into several files and join them."
        ),
    )


def unreadable() -> Refusal:
    """Refuse a source that could not be opened."""
    return Refusal(
        "unreadable",
        gettext_noop("This file could not be opened."),
        gettext_noop("Check that it still exists and that you may read it, then try again."),
    )


def too_slow() -> Refusal:
    """Refuse a source whose reading ran out of time."""
    return Refusal(
        "too-slow",
        gettext_noop("This file could not be read in a reasonable time."),
        gettext_noop(
            "It may be damaged. Save it again in the program that made it, or as plain text."
        ),
    )


def too_hard() -> Refusal:
    """Refuse a source that needs more memory than it may have, or is nested too deeply."""
    return Refusal(
        "too-hard",
        gettext_noop("This file is too large or too tangled to be read in one go."),
        gettext_noop(
            "Split it into several files and import them together, or save it as plain text."
        ),
    )


def busy() -> Refusal:
    """Refuse a source for now, because the machine has no room for its reader."""
    return Refusal(
        "busy",
        gettext_noop("This archive has too much to do to read a file just now."),
        gettext_noop("Nothing is wrong with the file. Try again in a few minutes."),
    )


def fell() -> Refusal:
    """Refuse a source at which its reader broke: that is a fault of ours."""
    return Refusal(
        "fell",
        gettext_noop(
            "Bookcub stumbled over something in this file. That is a fault in Bookcub, not in your story."
        ),
        gettext_noop(
            "Save it in another format, such as EPUB or plain text, and please tell a keeper of this archive."
        ),
    )


def empty() -> Refusal:
    """Refuse a source without a word in it."""
    return Refusal(
        "empty",
        gettext_noop("There is no text in this file."),
        gettext_noop("Check that you chose the right file."),
    )


def unknown_format() -> Refusal:
    """Refuse what no importer recognises."""
    return Refusal(
        "unknown-format",
        gettext_noop("This kind of file cannot be read as a story."),
        gettext_noop(
            "Use HTML, EPUB, Word (.docx), OpenDocument, RTF, Markdown, plain text, or a ZIP of them."
        ),
    )


_DAMAGED = {
    "EPUB file": gettext_noop("This EPUB file is damaged and could not be read."),
    "ZIP file": gettext_noop("This ZIP file is damaged and could not be read."),
    "Word document": gettext_noop("This Word document is damaged and could not be read."),
    "OpenDocument text": gettext_noop("This OpenDocument text is damaged and could not be read."),
    "RTF": gettext_noop("This RTF file is damaged and could not be read."),
}
_DAMAGED_FILE = gettext_noop("This file is damaged and could not be read.")


def damaged(what: str) -> Refusal:
    """Refuse a file of a known kind that is broken; `what` names the kind, as in "EPUB file"."""
    return Refusal(
        "damaged",
        _DAMAGED.get(what, _DAMAGED_FILE),
        gettext_noop("Save or download the file again and try once more."),
    )


def unsafe(why: str) -> Refusal:
    """Refuse a file that looks made to do harm; `why` is a whole sentence."""
    return Refusal(
        "unsafe",
        why,
        gettext_noop(
            "If the story is your own, save the file again from the program that made it."
        ),
    )


def not_text(why: str, instead: str) -> Refusal:
    """Refuse a file of a kind that is known and cannot be read; both are whole sentences."""
    return Refusal("unknown-format", why, instead)


def too_long() -> Refusal:
    """Refuse a text with more words than can be read in one go."""
    return Refusal(
        "too-large",
        gettext_noop("This text is longer than one story can be."),
        gettext_noop("Split it into several files and import them together."),
    )

"""What people read when a source gave no work: one sentence why, one what to do instead."""

from bookcub.formats.story.parsed import Refusal


def too_large() -> Refusal:
    """Refuse a source that is larger than any story."""
    return Refusal(
        "too-large",
        "This file is larger than a story can be.",
        "Leave pictures and sound out of it, or split it into several files and join them.",
    )


def unreadable() -> Refusal:
    """Refuse a source that could not be opened."""
    return Refusal(
        "unreadable",
        "This file could not be opened.",
        "Check that it still exists and that you may read it, then try again.",
    )


def too_hard() -> Refusal:
    """Refuse a source whose reading ran out of time or memory, or broke."""
    return Refusal(
        "too-hard",
        "This file could not be read in a reasonable time and was given up.",
        "It may be damaged. Save it again from the program that made it, or as plain text.",
    )


def empty() -> Refusal:
    """Refuse a source without a word in it."""
    return Refusal(
        "empty",
        "There is no text in this file.",
        "Check that you chose the right file.",
    )


def unknown_format() -> Refusal:
    """Refuse what no importer recognises."""
    return Refusal(
        "unknown-format",
        "This is not a kind of file that can be read as a story.",
        "Use HTML, EPUB, Word (.docx), OpenDocument, RTF, Markdown, plain text, or a ZIP of them.",
    )


def damaged(what: str) -> Refusal:
    """Refuse a file of a known kind that is broken; `what` names the kind, as in "EPUB file"."""
    return Refusal(
        "damaged",
        f"This {what} is damaged and could not be read.",
        "Save or download it again and try once more.",
    )


def unsafe(what: str) -> Refusal:
    """Refuse a file that looks made to do harm; `what` says how, after "This file"."""
    return Refusal(
        "unsafe",
        f"This file {what} and was not opened.",
        "If it is your own, save it again from the program that made it.",
    )


def not_text(name: str, instead: str) -> Refusal:
    """Refuse a file of a kind that is known and cannot be read; `name` as in "a PDF"."""
    return Refusal("unknown-format", f"This is {name}, which cannot be read as a story.", instead)


def too_long() -> Refusal:
    """Refuse a text with more words than can be read in one go."""
    return Refusal(
        "too-large",
        "This text is longer than one story can be.",
        "Split it into several files and import them together.",
    )

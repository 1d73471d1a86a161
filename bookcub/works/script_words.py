"""The words that the editor and the form that saves itself show. They travel with the page, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext


def editor_words() -> dict[str, str]:
    """What `rich-text.js` says, by the names it knows."""
    return {
        "formatting": gettext("Formatting: {field}"),
        "kinds": gettext("Paragraph style"),
        "source": pgettext("markup of a text", "Source"),
        "kind-paragraph": pgettext("paragraph style", "Text"),
        "kind-2": gettext("Heading"),
        "kind-3": gettext("Smaller heading"),
        "kind-4": gettext("Smallest heading"),
        "kind-pre": gettext("Preformatted"),
        "bold": gettext("Bold"),
        "italic": gettext("Italic"),
        "underline": gettext("Underline"),
        "strike": gettext("Strikethrough"),
        "link": pgettext("noun", "Link"),
        "bullets": pgettext("formatting", "List"),
        "numbers": gettext("Numbered list"),
        "quote": gettext("Quotation"),
        "scene": gettext("Scene break"),
        "superscript": gettext("Superscript"),
        "subscript": gettext("Subscript"),
        "clear": gettext("Clear formatting"),
        "undo": gettext("Undo"),
        "redo": gettext("Redo"),
        "ctrl": pgettext("key on a keyboard", "Ctrl"),
        "shift": pgettext("key on a keyboard", "Shift"),
        "address": gettext("Address of the link"),
        "set": gettext("Save the link"),
        "drop": gettext("Remove the link"),
        "cancel": gettext("Cancel"),
        "some-words": gettext("some words"),
        "confirm": gettext("The editor cannot keep this: {missing}. Continue without it?"),
        "cannot-keep": gettext(
            "The editor cannot keep some of this text’s markup ({missing}), so you see its source."
        ),
        "unreachable": gettext(
            "The archive cannot be reached, so you see the source of this text."
        ),
        "pasted-plain": gettext(
            "The archive cannot be reached, so this was pasted without its formatting."
        ),
    }


def saving_words() -> dict[str, str]:
    """What `self-saving.js` says, by the names it knows."""
    return {
        "ready": gettext("A copy of what you type is kept automatically."),
        "saved": gettext("Copy kept at {time}"),
        "saved-words": gettext("Copy kept at {time} · {words}"),
        "unreachable": gettext(
            "The archive cannot be reached. Your words are kept in this browser until it answers."
        ),
        "logged-out": gettext(
            "You are logged out. Your words are kept in this browser. Log in in another window, "
            "and the archive keeps a copy again."
        ),
        "trouble": gettext(
            "The archive could not keep a copy. Your words are kept in this browser, and it tries again."
        ),
        "stopped": gettext(
            "The archive keeps no more copies of this. Your words are kept in this browser. Save them with the "
            "button beside this."
        ),
        "overtaken": gettext("Another window has kept a newer copy since."),
        "conflict": gettext(
            "Another window kept a newer copy at {time}. What you see here is kept in this browser."
        ),
        "closed": gettext("This was saved or discarded in another window."),
        "closed-copy": gettext(
            "This was already saved in another window. Open it there, and copy over what you changed here since."
        ),
        "closed-reload": gettext(
            "This was saved or discarded in another window. Reload the page to go on: what you typed here is kept in this browser."
        ),
        "open": gettext("Open what was saved"),
        "reload": gettext("Reload the page"),
        "mine": gettext("Keep mine"),
        "other": gettext("Show the other version"),
        "offer": gettext("What you typed here on {moment} did not reach the archive."),
        "restored": gettext(
            "What you typed here on {moment} had not reached the archive. It is back in the form."
        ),
        "restore": gettext("Restore it"),
        "discard": gettext("Discard it"),
        "discarded": gettext("What you typed here on {moment} is discarded."),
        "undo": gettext("Undo"),
    }

"""The language of the terminal, for what the installed command says."""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from bookcub.core.languages.translating import gettext_noop

CATALOGUES = Path(__file__).resolve().parents[2] / "locale"
DOMAIN = "django"
# What argparse says by itself; it asks Python's gettext.
OF_ARGPARSE = (
    gettext_noop("usage: "),
    gettext_noop("options"),
    gettext_noop("positional arguments"),
    gettext_noop("show this help message and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("expected one argument"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("unrecognized arguments: %s"),
)


def language(environment: Mapping[str, str], spoken: Collection[str]) -> str:
    """The code among `spoken` (BCP 47, small letters) that a terminal asks for, else English.

    LC_ALL counts before LC_MESSAGES before LANG, as in POSIX, chapter 8: `de_AT.UTF-8@euro` asks for de-at, else for de.
    """
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    asked = next(filter(None, names), "")
    code = asked.partition(".")[0].partition("@")[0].replace("_", "-").lower()
    return next((each for each in (code, code.partition("-")[0]) if each in spoken), "en")


def listen() -> None:
    """Let `translate`, and argparse, speak the terminal's language, in the catalogues that are shipped.

    Django knows no language before it knows its settings, and some sentences are about those.
    """
    names = [each.parent.parent.name for each in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")]
    shipped = {name.replace("_", "-").lower(): name for name in names}
    chosen = language(os.environ, shipped)
    os.environ["LANGUAGE"] = shipped.get(chosen, chosen)  # what Python's gettext asks first
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)


def translate(message: str) -> str:
    """What was marked, in the language that `listen` heard."""
    return gettext.gettext(message)


def speak_with_any_letters(*streams: object) -> None:
    """Show a question mark for a letter that the terminal does not know, and go on."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")

"""Settings from environment variables: typed, documented, and refused with a sentence when wrong.

A settings class is a frozen dataclass whose fields are made by `variable`. `read` fills one from a
mapping such as `os.environ`; nothing else in the project looks at the environment for settings.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from bookcub.core.languages.translating import MarkedSentence, gettext_noop

PREFIX = "BOOKCUB_"

T = TypeVar("T")


class MisconfiguredError(ValueError):
    """What is wrong with the settings: each mistake in a sentence or two.

    It is found before Django knows of a language: whoever shows it translates it.
    """

    def __init__(self, *mistakes: tuple[MarkedSentence, ...]) -> None:
        self.mistakes = mistakes
        super().__init__("\n".join(self.said()))

    def said(self, translate: Callable[[str], str] = str) -> list[str]:
        """One text for each mistake."""
        return [" ".join(each.said(translate) for each in mistake) for mistake in self.mistakes]


class WrongValueError(ValueError):
    """A value that is not of its kind: a marked sentence on what %(name)s must be, and its facts."""

    def __init__(self, message: str, **facts: object) -> None:
        super().__init__(message)
        self.message, self.facts = message, facts


@dataclass(frozen=True, slots=True)
class ValueKind:
    """A way to read a value: `read` raises WrongValueError."""

    name: str
    read: Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Variable:
    """One documented variable."""

    name: str
    kind: str
    default: str
    doc: str
    secret: bool


def variable(kind: ValueKind, doc: str, *, default: str = "", secret: bool = False) -> Any:
    """Declare a field of a settings class. The default is written as a person would write it."""
    return field(metadata={"kind": kind, "doc": doc, "default": default, "secret": secret})


def variables(settings: type) -> Iterator[Variable]:
    """Say which variables a settings class knows, in the order in which they are declared."""
    for each in fields(settings):
        told = each.metadata
        name = PREFIX + each.name.upper()
        yield Variable(name, told["kind"].name, told["default"], told["doc"], told["secret"])


def read(settings: type[T], given: Mapping[str, str]) -> T:
    """Read a settings class from variables; raise MisconfiguredError with all that is wrong at once.

    An empty value counts as not given. Names that begin with BOOKCUB_ and are not known are refused,
    because a misspelt setting that is silently ignored is worse than a server that does not start.
    """
    declared = {PREFIX + each.name.upper(): each for each in fields(settings)}  # type: ignore[arg-type]  # any dataclass
    wrong = [
        _unknown(name, list(declared)) for name in sorted(given) if _is_unknown(name, declared)
    ]
    values: dict[str, object] = {}
    for name, each in declared.items():
        text = given.get(name, "").strip() or each.metadata["default"]
        try:
            values[each.name] = each.metadata["kind"].read(text)
        except WrongValueError as error:
            sentence = MarkedSentence(error.message, {"name": name, **error.facts})
            shown = MarkedSentence(gettext_noop("It says “%(value)s” now."), {"value": text})
            wrong.append((sentence,) if each.metadata["secret"] else (sentence, shown))
    if wrong:
        raise MisconfiguredError(*wrong)
    return settings(**values)


def _is_unknown(name: str, declared: Mapping[str, object]) -> bool:
    return name.startswith(PREFIX) and name not in declared


def _unknown(name: str, known: list[str]) -> tuple[MarkedSentence, ...]:
    sentence = MarkedSentence(gettext_noop("There is no setting %(name)s."), {"name": name})
    near = difflib.get_close_matches(name, known, n=1)
    hints = [
        MarkedSentence(gettext_noop("Did you mean %(name)s?"), {"name": each}) for each in near
    ]
    return sentence, *hints


def _yes_or_no(text: str) -> bool:
    if text.lower() in {"yes", "true", "on", "1"}:
        return True
    if text.lower() in {"no", "false", "off", "0"}:
        return False
    raise WrongValueError(gettext_noop("%(name)s must be “yes” or “no”."))


def _names(text: str) -> tuple[str, ...]:
    names = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    if not all(re.fullmatch(r"\.?[a-z0-9.-]+|\[[0-9a-f:]+\]", name) for name in names):
        raise WrongValueError(
            gettext_noop(
                "%(name)s must be host names separated by commas, without https:// and without ports."
            )
        )
    return names


def _folder(text: str) -> Path:
    if "\0" in text or not text:
        raise WrongValueError(gettext_noop("%(name)s must be the path of a folder."))
    return Path(text).expanduser().resolve()


def _shared_folder(text: str) -> Path | None:
    return _folder(text) if text else None


def _address(text: str) -> tuple[str, int]:
    matched = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[^\s:/]*):(\d{1,5})", text)
    if not matched or not 0 < int(matched[2]) < 65536:  # noqa: PLR2004  # the last port there is
        raise WrongValueError(
            gettext_noop(
                "%(name)s must look like 127.0.0.1:8000 (a host, a colon and a port from 1 to 65535)."
            )
        )
    return matched[1].strip("[]") or "0.0.0.0", int(matched[2])  # noqa: S104  # ":8000" asks for it


def _size(text: str) -> int:
    matched = re.fullmatch(r"(\d+) ?([KMG]?)B?", text.strip(), re.IGNORECASE)
    if not matched or int(matched[1]) == 0:
        raise WrongValueError(
            gettext_noop("%(name)s must be a size such as 500 KB, 20 MB or 1 GB.")
        )
    unit: int = 1024 ** " KMG".index(matched[2].upper() or " ")
    return int(matched[1]) * unit


yes_or_no = ValueKind("yes or no", _yes_or_no)
words = ValueKind("text", str)
host_names = ValueKind("host names", _names)
folder = ValueKind("folder", _folder)
shared_folder = ValueKind("folder", _shared_folder)
address = ValueKind("host:port", _address)
size = ValueKind("size", _size)


def choice(*names: str) -> ValueKind:
    """One of a few words."""

    def one_of(text: str) -> str:
        if text.lower() not in names:
            raise WrongValueError(
                gettext_noop("%(name)s must be one of: %(choices)s."), choices=", ".join(names)
            )
        return text.lower()

    return ValueKind(" or ".join(names), one_of)


def number(least: int, most: int) -> ValueKind:
    """A whole number between two bounds."""

    def within(text: str) -> int:
        if not re.fullmatch(r"\d{1,12}", text) or not least <= int(text) <= most:
            raise WrongValueError(
                gettext_noop("%(name)s must be a whole number from %(least)s to %(most)s."),
                least=least,
                most=most,
            )
        return int(text)

    return ValueKind(f"number {least}–{most}", within)


def url_of(*schemes: str, host_required: bool = True) -> ValueKind:
    """An address with one of these schemes, or nothing."""

    def well_formed(text: str) -> str:
        if not text:
            return ""
        if not _is_address(text, schemes, host_required=host_required):
            raise WrongValueError(
                gettext_noop(
                    "%(name)s must be an address that begins with one of these: %(beginnings)s."
                ),
                beginnings=", ".join(f"{scheme}://" for scheme in schemes),
            )
        return text

    return ValueKind("address", well_formed)


def origin_of(*schemes: str) -> ValueKind:
    """A scheme, a host and perhaps a port, or nothing: what stands behind them is refused."""
    whole = url_of(*schemes)

    def without_path(text: str) -> str:
        address = str(whole.read(text))
        parts = urlsplit(address)
        if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
            raise WrongValueError(
                gettext_noop(
                    "%(name)s must end behind the host, as in https://stories.example.org: an archive needs a host name"
                    " of its own and cannot live under a path."
                )
            )
        return address.rstrip("/")

    return ValueKind("address", without_path)


def _is_address(text: str, schemes: tuple[str, ...], *, host_required: bool) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises ValueError when it is no number
    except ValueError:
        return False
    return parts.scheme in schemes and (bool(parts.hostname) or not host_required)

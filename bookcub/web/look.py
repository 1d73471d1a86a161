"""How a reader wants pages to look: a few discrete steps, kept in one short cookie."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Self

COOKIE = "bookcub_look"
COOKIE_AGE = 2 * 365 * 24 * 60 * 60  # seconds


class Theme(StrEnum):
    """Which paper: the system's own choice, or one of three."""

    SYSTEM = "system"
    LIGHT = "light"
    SEPIA = "sepia"
    DARK = "dark"


# The tokens' --paper, in the form that the frames of all browsers understand.
PAPERS = {Theme.LIGHT: "#fcf9f2", Theme.SEPIA: "#f2e4cc", Theme.DARK: "#1b1612"}


class ReadingFont(StrEnum):
    """The typeface of the text."""

    LITERATA = "literata"
    ATKINSON = "atkinson"
    SYSTEM = "system"


class Size(StrEnum):
    """Steps of text size, 3 being the middle of the road."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"
    SEVEN = "7"


class Measure(StrEnum):
    """How long a line is."""

    NARROW = "narrow"
    MEDIUM = "medium"
    WIDE = "wide"


class Leading(StrEnum):
    """How much air stands between lines."""

    TIGHT = "tight"
    MEDIUM = "medium"
    AIRY = "airy"


class Justify(StrEnum):
    """Whether lines end flush."""

    NO = "no"
    YES = "yes"


class Taps(StrEnum):
    """Whether a tap on the edge of the screen turns the page."""

    NO = "no"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Look:
    """One reader's choices; `str(look)` is the cookie, `Look.parse` reads it back."""

    theme: Theme = Theme.SYSTEM
    face: ReadingFont = ReadingFont.LITERATA
    size: Size = Size.THREE
    measure: Measure = Measure.MEDIUM
    leading: Leading = Leading.MEDIUM
    justify: Justify = Justify.NO
    taps: Taps = Taps.NO

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a look; whatever is missing or nonsensical falls back to the default."""
        return cls().changed(
            dict(zip((f.name for f in fields(cls)), text.split("."), strict=False))
        )

    def changed(self, answers: dict[str, str]) -> Self:
        """Return this look with the valid ones of these answers in place."""
        known: dict[str, type[StrEnum]] = {
            f.name: type(getattr(self, f.name)) for f in fields(self)
        }
        valid: dict[str, StrEnum] = {
            name: known[name](value)
            for name, value in answers.items()
            if name in known and value in set(known[name])
        }
        return replace(self, **valid)  # type: ignore[arg-type]  # each value was made by its field's own enum

    @property
    def papers(self) -> tuple[tuple[str, str], ...]:
        """Return the paper's colour for the browser's own frame, and for which scheme: (light, dark or nothing, colour)."""
        if self.theme is not Theme.SYSTEM:
            return (("", PAPERS[self.theme]),)
        return (
            ("light", PAPERS[Theme.LIGHT]),
            ("dark", PAPERS[Theme.DARK]),
        )

    @property
    def attributes(self) -> dict[str, str]:
        """Return the `data-*` attributes for <html>; the system's theme needs none."""
        given = {f.name: str(getattr(self, f.name)) for f in fields(self)}
        if self.theme is Theme.SYSTEM:
            del given["theme"]
        return given

    def __str__(self) -> str:
        """Return the cookie's text, such as `dark.literata.3.medium.medium.no.no`."""
        return ".".join(str(getattr(self, f.name)) for f in fields(self))

"""OKLCH to the contrast that WCAG counts, and the tokens as each theme has them."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path

CSS = Path(__file__).resolve().parents[2] / "bookcub" / "web" / "static" / "web" / "css"
TOKENS = CSS / "tokens.css"
OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
TOKEN = re.compile(r"--([a-z-]+):\s*(.+?);")


@dataclass(frozen=True)
class Colour:
    lightness: float
    chroma: float
    hue: float

    def luminance(self) -> float:
        """Relative luminance of the sRGB colour, clipped to the gamut as browsers do."""
        a = self.chroma * math.cos(math.radians(self.hue))
        b = self.chroma * math.sin(math.radians(self.hue))
        l_, m_, s_ = (
            (self.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
            (self.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
            (self.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
        )
        red = 4.0767416621 * l_ - 3.3077115913 * m_ + 0.2309699292 * s_
        green = -1.2684380046 * l_ + 2.6097574011 * m_ - 0.3413193965 * s_
        blue = -0.0041960863 * l_ - 0.7034186147 * m_ + 1.7076147010 * s_
        red, green, blue = (min(max(channel, 0.0), 1.0) for channel in (red, green, blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((one.luminance(), other.luminance()))
    return (light + 0.05) / (dark + 0.05)


def themes() -> dict[str, dict[str, Colour]]:
    """Every opaque colour token of light, sepia and dark."""
    text = TOKENS.read_text(encoding="utf-8")
    root, sepia = (
        _block(text, start) for start in (":root, [data-theme] {", '[data-theme="sepia"] {')
    )
    light: dict[str, Colour] = {}
    dark: dict[str, Colour] = {}
    for name, value in TOKEN.findall(root):
        found = [Colour(*map(float, numbers)) for numbers in OKLCH.findall(value)]
        if len(found) == 2:
            light[name], dark[name] = found
    warm = {
        name: Colour(*map(float, OKLCH.findall(value)[0])) for name, value in TOKEN.findall(sepia)
    }
    return {"light": light, "sepia": light | warm, "dark": dark}


def _block(text: str, start: str) -> str:
    begin = text.index(start)
    return text[begin : text.index("\n}", begin)]

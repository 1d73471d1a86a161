"""Cut the two typefaces into small WOFF2 files, one per script, with the CSS that names them.

`python -m bookcub.web.fonts [FOLDER]` writes into the static files; nothing is done when the
folder is up to date. Readers of English fetch two or three files; others come only when needed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib import resources
from multiprocessing import get_context
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from bookcub.core.processes import stop_with_parent

TARGET = Path(__file__).resolve().parent / "static" / "web" / "fonts"
STAMP = "made-from"
EDITION = "3"  # raise when this module cuts differently

# Latin comes first and holds the punctuation and arrows that every text uses.
SCRIPTS: dict[str, tuple[tuple[int, int], ...]] = {
    "latin": ((0x0000, 0x00FF), (0x0131, 0x0131), (0x0152, 0x0153), (0x02BB, 0x02BC), (0x02C6, 0x02C6),
              (0x02DA, 0x02DA), (0x02DC, 0x02DC), (0x2000, 0x206F), (0x20AC, 0x20AC), (0x2116, 0x2116),
              (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x2215, 0x2215), (0xFEFF, 0xFEFF)),
    "latin-ext": ((0x0100, 0x0130), (0x0132, 0x0151), (0x0154, 0x02BA), (0x02BD, 0x02C5), (0x02C7, 0x02CC),
                  (0x02CE, 0x02D7), (0x02DD, 0x0304), (0x0305, 0x036F), (0x1D00, 0x1EFF), (0x20A0, 0x20AB),
                  (0x20AD, 0x20C0), (0x2113, 0x2113), (0x2C60, 0x2C7F), (0xA720, 0xA7FF)),
    "greek": ((0x0370, 0x03FF), (0x1F00, 0x1FFF)),
    "cyrillic": ((0x0400, 0x052F), (0x1C80, 0x1C88), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
}  # fmt: skip

# How often letters come in English prose, per thousand: the width of a line depends on them.
FREQUENT = {" ": 182, "e": 104, "t": 74, "a": 66, "o": 61, "i": 57, "n": 57, "s": 52, "h": 50, "r": 49,
            "d": 35, "l": 33, "u": 23, "c": 22, "m": 20, "f": 18, "w": 17, "g": 16, "p": 15, "y": 14,
            "b": 13, "v": 8, "k": 6, ".": 10, ",": 11}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FontFace:
    """One font file of a family, and what CSS calls it."""

    family: str
    source: Path
    style: str
    weight: str
    axes: tuple[tuple[str, tuple[int, int]], ...] = ()

    @property
    def slug(self) -> str:
        """Return the start of the file names, such as `literata-italic-400-700`."""
        return "-".join((self.family.split()[0].lower(), self.style, *self.weight.split()))


@dataclass(frozen=True, slots=True)
class Fallback:
    """A font that is there while ours loads, stretched to our measures so that nothing jumps."""

    family: str
    stands_for: str
    local: tuple[str, ...]
    mean_width: float  # per em, over the frequencies above


def _files(package: str) -> Path:
    """Return where a font package keeps its files."""
    return Path(str(resources.files(package))) / "files"


def _faces() -> tuple[FontFace, ...]:
    literata = _files("fontpkg_literata")
    atkinson = _files("fontpkg_atkinson_hyperlegible")
    axes = (("wght", (400, 700)), ("opsz", (12, 36)))
    hyper = "Atkinson Hyperlegible"
    return (
        FontFace("Literata", literata / "Literata[opsz,wght].ttf", "normal", "400 700", axes),
        FontFace(
            "Literata", literata / "Literata-Italic[opsz,wght].ttf", "italic", "400 700", axes
        ),
        FontFace(hyper, atkinson / "AtkinsonHyperlegible-Regular.ttf", "normal", "400"),
        FontFace(hyper, atkinson / "AtkinsonHyperlegible-Bold.ttf", "normal", "700"),
        FontFace(hyper, atkinson / "AtkinsonHyperlegible-Italic.ttf", "italic", "400"),
        FontFace(hyper, atkinson / "AtkinsonHyperlegible-BoldItalic.ttf", "italic", "700"),
    )


# Mean widths over FREQUENT, from their advance widths: what computers and iPhones have, Android, and Linux.
FALLBACKS = (
    Fallback("Literata Fallback", "Literata", ("Georgia", "Gelasio"), 0.4348),
    Fallback("Literata Fallback Noto", "Literata", ("Noto Serif",), 0.4729),
    Fallback(
        "Literata Fallback Times",
        "Literata",
        ("Liberation Serif", "Times New Roman", "Times"),
        0.3958,
    ),
    Fallback(
        "Atkinson Fallback",
        "Atkinson Hyperlegible",
        ("Arial", "Liberation Sans", "Helvetica"),
        0.4372,
    ),
    Fallback("Atkinson Fallback Roboto", "Atkinson Hyperlegible", ("Roboto",), 0.4374),
)


def build_fonts(target: Path = TARGET) -> bool:
    """Write the fonts and `fonts.css` into a folder; return False when it was up to date."""
    faces = _faces()
    mark = _fingerprint(faces)
    stamp = target / STAMP
    if stamp.is_file() and stamp.read_text() == mark:
        return False

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fonts-") as name:
        folder = Path(name) / "fonts"
        folder.mkdir()
        jobs = [(face, script, folder) for face in faces for script in SCRIPTS]
        with _pool() as pool:
            made = [job for job, done in zip(jobs, pool.map(_cut, jobs), strict=True) if done]
        (folder / "fonts.css").write_text("\n".join(_css(faces, made)), encoding="utf-8")
        (folder / STAMP).write_text(mark)
        # A killed build leaves the old folder or the new one, never half of one.
        if target.exists():
            shutil.rmtree(target)
        folder.rename(target)
    return True


def _pool() -> ProcessPoolExecutor:
    """Return processes that end with this one, and that hold none of its locks until then."""
    return ProcessPoolExecutor(
        max_workers=4,
        mp_context=get_context("spawn"),
        initializer=partial(stop_with_parent, parent=os.getpid()),
    )


def _fingerprint(faces: tuple[FontFace, ...]) -> str:
    """Return a text that changes when the sources or this module's edition do."""
    digest = hashlib.sha256(EDITION.encode())
    for face in faces:
        digest.update(repr((face, SCRIPTS)).encode())
        digest.update(str(face.source.stat().st_size).encode())
    return digest.hexdigest()


def _cut(job: tuple[FontFace, str, Path]) -> bool:
    """Write one script of one face; return False when the face has no letters of it."""
    face, script, folder = job
    wanted = {code for first, last in SCRIPTS[script] for code in range(first, last + 1)}
    # The same bytes whenever and wherever they are cut: style sheets are named by what they hold.
    font = TTFont(face.source, recalcTimestamp=False)
    present = wanted & set(font.getBestCmap())
    if len(present) < 10:  # noqa: PLR2004  # a stray currency sign is not a script
        return False

    options = subset.Options(layout_features=["*"], notdef_outline=True, name_IDs=[0, 1, 2, 13, 14])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=present)
    cutter.subset(font)
    if face.axes:
        font = instancer.instantiateVariableFont(font, dict(face.axes))
    font.flavor = "woff2"
    font.save(folder / f"{face.slug}-{script}.woff2")
    return True


def _css(faces: tuple[FontFace, ...], made: list[tuple[FontFace, str, Path]]) -> Iterator[str]:
    """Yield the `@font-face` rules."""
    for face, script, _ in made:
        ranges = ", ".join(
            f"U+{a:04X}" if a == b else f"U+{a:04X}-{b:04X}" for a, b in SCRIPTS[script]
        )
        yield (
            f'@font-face {{ font-family: "{face.family}"; font-style: {face.style}; '
            f"font-weight: {face.weight}; font-display: swap; "
            f'src: url("{face.slug}-{script}.woff2") format("woff2"); unicode-range: {ranges}; }}'
        )
    for fallback in FALLBACKS:
        yield _fallback_css(fallback, next(f for f in faces if f.family == fallback.stands_for))


def _fallback_css(fallback: Fallback, face: FontFace) -> str:
    """Return the rule that lends a system font the measures of ours."""
    font = TTFont(face.source)
    em = font["head"].unitsPerEm
    widths, letters = font["hmtx"], font.getBestCmap()
    total = sum(FREQUENT.values())
    mean = sum(widths[letters[ord(c)]][0] * n for c, n in FREQUENT.items()) / total / em
    stretch = mean / fallback.mean_width
    ascent, descent = font["hhea"].ascent / em / stretch, -font["hhea"].descent / em / stretch
    sources = ", ".join(f'local("{name}")' for name in fallback.local)
    return (
        f'@font-face {{ font-family: "{fallback.family}"; src: {sources}; size-adjust: {stretch:.2%}; '
        f"ascent-override: {ascent:.2%}; descent-override: {descent:.2%}; line-gap-override: 0%; }}"
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET
    print("Fonts made." if build_fonts(folder) else "Fonts are up to date.")  # noqa: T201  # a command

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bookcub.web.fonts import (
    FALLBACKS,
    SCRIPTS,
    STAMP,
    _css,
    _cut,
    _faces,
    _fingerprint,
    build_fonts,
)


def test_a_cut_holds_one_script_and_both_weights(tmp_path: Path) -> None:
    literata = _faces()[0]

    assert _cut((literata, "greek", tmp_path))
    font = TTFont(tmp_path / f"{literata.slug}-greek.woff2")
    letters = set(font.getBestCmap())
    assert ord("λ") in letters
    assert ord("a") not in letters
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [
        ("opsz", 12, 36),
        ("wght", 400, 700),
    ]


def test_fonts_are_the_same_whenever_they_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bold = _faces()[3]
    for moment in ("1000000000", "1700000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        (tmp_path / moment).mkdir()
        assert _cut((bold, "latin", tmp_path / moment))

    first, second = (next(folder.iterdir()).read_bytes() for folder in tmp_path.iterdir())
    assert first == second


def test_a_script_that_a_face_lacks_is_left_out(tmp_path: Path) -> None:
    atkinson = _faces()[2]

    assert not _cut((atkinson, "cyrillic", tmp_path))
    assert list(tmp_path.iterdir()) == []


def test_scripts_do_not_overlap() -> None:
    codes = [code for ranges in SCRIPTS.values() for a, b in ranges for code in range(a, b + 1)]

    assert len(codes) == len(set(codes))


def test_each_rule_swaps_and_each_family_has_a_stand_in_of_its_size() -> None:
    faces = _faces()
    rules = list(_css(faces, [(face, "latin", Path()) for face in faces]))

    assert sum("font-display: swap" in rule for rule in rules) == len(faces)
    for fallback in FALLBACKS:
        rule = next(rule for rule in rules if f'"{fallback.family}"' in rule)
        stretch = re.search(r"size-adjust: ([\d.]+)%", rule)
        assert stretch
        assert 90 < float(stretch[1]) < 125


def test_nothing_is_cut_again_when_nothing_changed(tmp_path: Path) -> None:
    (tmp_path / STAMP).write_text(_fingerprint(_faces()))

    assert build_fonts(tmp_path) is False
    assert [path.name for path in tmp_path.iterdir()] == [STAMP]


def test_a_build_that_is_stopped_leaves_no_process_behind(tmp_path: Path) -> None:
    # Its processes share the pipe, so the pipe ends with the last of them.
    build = subprocess.Popen(  # noqa: S603  # our own
        [sys.executable, "-m", "bookcub.web.fonts", tmp_path / "fonts"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        while build.poll() is None and not any(tmp_path.glob(".fonts-*/fonts/*.woff2")):
            time.sleep(0.05)
        build.terminate()

        build.communicate(timeout=10)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)

    assert build.returncode == -signal.SIGTERM
    assert not (tmp_path / "fonts").exists()

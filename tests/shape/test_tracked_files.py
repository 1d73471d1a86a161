"""What must not stand in any file of the project."""

import re
import tomllib

import pytest

from tests.shape.sources import ROOT, text_of, tracked

# Put together here so that this file does not find itself.
WORDS = "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX"))
UNFINISHED = re.compile(rf"(#|//|/\*|<!--|\{{#).*\b({WORDS})\b")
# Registries, mirrors, and the paths of one particular machine.
PLACES = re.compile(
    "|".join(
        (
            r"pypi\." + "org",
            r"files\.python" + "hosted",
            r"--(extra-)?index" + "-url",
            r"--find" + "-links",
            r"/home/" + r"[a-z]+/",
            r"/root" + "/",
            r"/opt/" + "(pypi|wheels)",
            r"/work/" + "(main|shared)",
            "/tm" + "p/bc/",
        )
    )
)
CODE = {".py", ".js", ".css", ".html", ".toml", ".md", ".txt", ".sh", ""}
SOURCES = [path for path in tracked() if path.suffix in CODE and path.name != "LICENSE"]


def test_there_are_sources() -> None:
    assert ROOT / "pyproject.toml" in SOURCES


def test_nothing_is_left_for_later_and_no_machine_is_named() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in SOURCES
        for pattern in (UNFINISHED, PLACES)
        for match in pattern.finditer(text_of(path))
    ]
    assert found == []


def locked(name: str) -> dict[str, str]:
    """The packages of a lock file and their versions."""
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


def normal(requirement: str) -> str:
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=~! ]", requirement)[0]).lower()


def test_the_lock_files_hold_what_pyproject_names() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    runs, tests = locked("requirements.txt"), locked("requirements-dev.txt")

    assert {normal(line) for line in project["dependencies"]} <= runs.keys()
    assert {normal(line) for line in project["optional-dependencies"]["dev"]} <= tests.keys()
    assert {name: version for name, version in tests.items() if name in runs} | {
        "setuptools": runs["setuptools"]
    } == runs


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_its_hashes(name: str) -> None:
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]

    assert len(entries) == len(locked(name))
    assert all("--hash=sha256:" in entry for entry in entries)

"""What the documents say is what the program does."""

import re
import tomllib

from django.conf import settings

from bookcub.config import commands
from bookcub.config.environment import Environment
from bookcub.core.environment import Variable, variables
from tests.shape.sources import ROOT, tracked

SETTINGS = (ROOT / "docs" / "settings.md").read_text()
ROWS = [re.sub(r"\s*\|\s*", " | ", line).strip() for line in SETTINGS.splitlines()]


def test_every_setting_is_documented_as_it_is() -> None:
    assert [each.name for each in variables(Environment) if _row_of(each) not in ROWS] == []


def _row_of(variable: Variable) -> str:
    default = f"`{variable.default}`" if variable.default else "–"
    return f"| `{variable.name}` | {variable.kind} | {default} | {variable.doc} |"


def test_no_other_settings_are_documented() -> None:
    known = {variable.name for variable in variables(Environment)}
    for path in tracked():
        if path.suffix == ".md":
            named = set(re.findall(r"\bBOOKCUB_[A-Z_]+\b", path.read_text()))
            # A few of Django's own settings bear our prefix too.
            assert {name for name in named if not hasattr(settings, name)} <= known, path


def test_every_command_is_documented() -> None:
    named = [each.name for each in commands.TABLE]
    assert [name for name in named if f"### `bookcub {name}" not in SETTINGS] == []


def test_every_dependency_has_its_reason() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    for line in project["dependencies"]:
        name = re.split(r"[\[<>=~! ]", line)[0]
        assert re.search(rf"^\| {re.escape(name)} \|", told, re.MULTILINE), f"why {name}?"


def test_links_between_documents_lead_somewhere() -> None:
    for path in tracked():
        if path.suffix == ".md" and "demo" not in path.parts and not path.is_symlink():
            for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text()):
                assert (path.parent / target).exists(), f"{path.name}: {target}"

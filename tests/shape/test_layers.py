import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import ForeignKey
from pytest_django import Settings

from tests.shape.sources import ROOT, text_of, tracked

# From the top down; packages on one line are siblings and know nothing of each other.
HOUSE = [
    ["config"],
    ["home"],
    ["notifications"],
    ["moderation", "exporting", "importing", "finding"],
    ["memory"],
    ["meetings"],
    ["comments"],
    ["picks"],
    ["reads"],
    ["clubs"],
    ["reading"],
    ["works"],
    ["tags"],
    ["people"],
    ["search", "formats", "web"],
    ["core"],
]
FLOOR = {
    package: len(HOUSE) - level for level, packages in enumerate(HOUSE) for package in packages
}


def may_know(upper: str, lower: str) -> bool:
    return upper == lower or FLOOR[upper] > FLOOR[lower]


def test_the_linter_knows_the_same_house() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
        "contracts"
    ][0]

    assert [re.findall(r"\w+", layer) for layer in settings["layers"]] == HOUSE


def test_every_package_stands_somewhere_in_the_house() -> None:
    packages = {path.parent.name for path in (ROOT / "bookcub").glob("*/__init__.py")}

    assert packages <= FLOOR.keys()


def test_rows_point_down_the_house() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("bookcub.")]
    assert ours
    for model in ours:
        for field in model._meta.get_fields():
            target = field.related_model if isinstance(field, ForeignKey) else None
            if isinstance(target, type) and target.__module__.startswith("bookcub."):
                to = target._meta.app_label
                assert may_know(model._meta.app_label, to), (
                    f"{model.__name__}.{field.name} points up to {to}"
                )


def test_each_package_has_one_last_migration(settings: Settings) -> None:
    settings.MIGRATION_MODULES = {}  # the tests' tables are made without them
    graph = MigrationLoader(None).graph

    assert graph.leaf_nodes("works")
    assert [app for app in sorted(FLOOR) if len(graph.leaf_nodes(app)) > 1] == []


def test_everything_imported_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {normal(re.split(r"[\[<>=~! ]", line)[0]) for line in project["dependencies"]}
    owners = packages_distributions()
    for path in tracked():
        if path.suffix == ".py" and path.is_relative_to(ROOT / "bookcub"):
            for module in imported(path):
                owned_by = {normal(name) for name in owners.get(module, [])}
                assert not owned_by or owned_by & declared | {"bookcub"} & owned_by, (
                    f"{path.relative_to(ROOT)} imports {module}, which pyproject.toml does not name"
                )


def imported(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Import):
            modules |= {name.name.split(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            modules.add(node.module.split(".")[0])
    return modules


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()

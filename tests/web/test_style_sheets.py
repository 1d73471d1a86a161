from __future__ import annotations

import re
from pathlib import Path

from tests.web.colours import CSS

IMPORT = re.compile(r'@import url\("([^"]+)"\) layer\((\w+)\);')
LAYERS = ["reset", "tokens", "base", "layout", "components", "utilities"]
TEMPLATES = CSS.parents[2] / "templates" / "web"
PACKAGE = CSS.parents[3]
THE_EDITORS = {"is-editor-empty"}  # made by the library that the writing desk uses
OWN_PAGE = {"swatches.css"}  # linked by the catalogue alone


def test_every_style_sheet_is_imported_into_its_layer() -> None:
    imports = dict(IMPORT.findall((CSS / "app.css").read_text(encoding="utf-8")))
    del imports["../fonts/fonts.css"]
    files = (
        {path.relative_to(CSS).as_posix() for path in CSS.rglob("*.css")} - {"app.css"} - OWN_PAGE
    )

    assert set(imports) == files
    assert set(imports.values()) == set(LAYERS)
    assert all(
        layer == "components" for name, layer in imports.items() if name.startswith("components/")
    )


def test_the_layers_are_named_once_in_order() -> None:
    first = (CSS / "app.css").read_text(encoding="utf-8").split("@layer", 1)[1].split(";", 1)[0]

    assert [name.strip() for name in first.split(",")] == LAYERS


def test_rules_nest_two_deep_at_most() -> None:
    deep = {}
    for path in CSS.rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"@(media|supports|keyframes)[^{]*\{", "@{", text)
        wrappers: list[int] = []
        depth, deepest = 0, 0
        for found in re.finditer(r"@\{|\{|\}", text):
            if found[0] == "}":
                depth -= wrappers.pop()
            else:
                wrappers.append(0 if found[0] == "@{" else 1)
                depth += wrappers[-1]
            deepest = max(deepest, depth)
        if deepest > 2:
            deep[path.name] = deepest
    assert deep == {}


def test_lengths_follow_the_writing_direction() -> None:
    physical = re.compile(
        r"^\s*(?:margin|padding|border)-(?:left|right|top|bottom)\b|^\s*(?:left|right|top|bottom|width|height|max-width|min-width)\s*:",
        re.MULTILINE,
    )
    strays = {p.name: physical.findall(p.read_text(encoding="utf-8")) for p in CSS.rglob("*.css")}
    assert {name: found for name, found in strays.items() if found} == {}


def test_every_custom_property_that_is_used_exists() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in CSS.rglob("*.css"))
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
    used = set(re.findall(r"var\((--[a-z0-9-]+)", text))
    assert used - defined == set()


def test_every_class_that_a_package_styles_stands_in_a_page() -> None:
    kinds = {".html", ".js", ".py"}
    pages = "\n".join(
        path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*") if path.suffix in kinds
    )
    named = set(re.findall(r"[\w-]+", pages))
    strays = {}
    for path in set(PACKAGE.rglob("*.css")) - set(CSS.rglob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        classes = {name for name in re.findall(r"\.([a-z][\w-]*)", text) if "--" not in name}
        strays[path.name] = classes - named - THE_EDITORS
    assert {name: found for name, found in strays.items() if found} == {}


def test_templates_hold_no_inline_style_or_script() -> None:
    bad = re.compile(
        r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)|javascript:", re.IGNORECASE
    )
    strays = {
        path.name: bad.findall(path.read_text(encoding="utf-8"))
        for path in TEMPLATES.rglob("*.html")
        if bad.search(path.read_text(encoding="utf-8"))
    }
    assert strays == {}


def test_every_script_is_loaded_and_every_element_explains_itself() -> None:
    scripts = Path(CSS.parent / "js")
    names = {path.name for path in scripts.glob("*.js")}
    pages = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html"))
    loaded = set(re.findall(r"web/js/([\w-]+\.js)", pages))
    # What others import is loaded by them; a base shows the class that stands on it.
    bases = {"movable-rows.js"}
    assert loaded == names - bases - {"words.js"}
    for path in scripts.glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/**\n"), path.name
        example = "@example class" if path.name in bases else "@example <"
        assert example in text.split("*/", 1)[0], path.name

from __future__ import annotations

import re

from bookcub.core.files.static_files import gather
from tests.web.colours import CSS

SHEETS = {
    "web/css/app.css": '@layer a, b;\n@import url("base.css") layer(a);\n@import url("../fonts/fonts.css") layer(b);\n',
    "web/css/base.css": "p { color: var(--ink); }",
    "web/fonts/fonts.css": '@font-face { src: url("x.woff2") format("woff2"); }',
}


def test_imported_sheets_stand_in_their_layers_and_find_their_files() -> None:
    text = gather("web/css/app.css", SHEETS.__getitem__)

    assert text == (
        "@layer a, b;\n@layer a {\np { color: var(--ink); }\n}\n"
        '@layer b {\n@font-face { src: url("../fonts/x.woff2") format("woff2"); }\n}\n'
    )


def test_nothing_of_the_real_sheet_is_left_to_import() -> None:
    def read(name: str) -> str:
        path = CSS.parents[1] / name
        return path.read_text(encoding="utf-8") if path.exists() else ""

    text = gather("web/css/app.css", read)

    assert "@import" not in text
    assert text.count("{") == text.count("}")
    assert re.search(r"@layer components \{\n\.avatar", text)

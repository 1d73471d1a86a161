"""`python -m bookcub.formats.club_file` writes the schema beside the docs again."""

from __future__ import annotations

import json
from pathlib import Path

from bookcub.formats.club_file import schema

if __name__ == "__main__":
    written = json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
    (Path(__file__).parents[3] / "docs/club-export.schema.json").write_text(written)

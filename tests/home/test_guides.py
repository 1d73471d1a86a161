"""The documents for keepers are pages of the archive, and lead to each other and nowhere else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from pytest_django import Settings

from bookcub.home.queries.guides import DOCUMENTS, FOLDER, guide
from bookcub.people.models import User
from tests.browsing import Client
from tests.shape.sources import ROOT


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_guide_is_a_page_whose_links_lead_somewhere(db: None, client: Client, name: str) -> None:
    page = client.get(f"/help/{name}")

    assert page.status_code == 200
    html = page.content.decode()
    assert html.count("<h1") == 1
    prose = html.split('<div class="prose', 1)[1]
    for address in re.findall(r'href="([^"]*)"', prose.split("</main", 1)[0]):
        path, _, anchor = address.partition("#")
        assert path == "" or path.startswith(("/help/", "https://")), address
        if path.startswith("/help/"):
            assert client.get(path).status_code == 200
        if anchor and not path.startswith("https"):
            there = guide(path.removeprefix("/help/") or name)
            assert f'id="{anchor}"' in there.html, address


def test_a_keeper_reads_the_folder_of_their_own_archive(
    client: Client, ada: User, mo: User, settings: Settings
) -> None:
    settings.DATA = Path("/disk/my stories")
    client.force_login(ada)
    assert "/srv/bookcub/data/bookcub.sqlite3" in client.get("/help/keepers-guide").content.decode()

    client.force_login(mo)
    page = client.get("/help/keepers-guide").content.decode()

    assert "&#x27;/disk/my stories&#x27;/bookcub.sqlite3" in page
    assert "/srv/bookcub/data" not in page


def test_there_is_no_other_guide(db: None, client: Client) -> None:
    assert set(DOCUMENTS) == {"data-folder", "keepers-guide", "settings", "wrangling"}
    for name in ("none", "architecture"):
        assert client.get(f"/help/{name}").status_code == 404


def test_the_guides_are_the_documents_and_are_shipped() -> None:
    packaged = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "guides/*.md" in packaged["tool"]["setuptools"]["package-data"]["bookcub.home"]
    for name in DOCUMENTS:
        document = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        assert (FOLDER / f"{name}.md").read_text(encoding="utf-8") == document

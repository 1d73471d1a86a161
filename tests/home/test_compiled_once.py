"""The pages that are opened most build no question anew: that costs ten times what the database needs to answer it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.sql.compiler import SQLCompiler

from bookcub.people.models import User
from tests.browsing import Client
from tests.comments.talking import a_comment
from tests.making import make_work

# The small ones that are built anew, of one table or two: each costs less than a page's head.
SMALL = {"front": 4, "talk": 5, "comments": 3, "thread": 1, "margin": 1, "bookmarks": 1, "desk": 3}


@pytest.fixture
def pages(ada: User, bo: User) -> dict[str, str]:
    """Where there is something of each kind that such a page asks for."""
    work = make_work(ada, chapters=3)
    said = a_comment(work, bo)
    a_comment(work, ada, to=said)
    chapter = work.chapters.all()[1]
    return {
        "front": "/",
        "work": f"/works/{work.pk}",
        "chapter": f"/works/{work.pk}/chapters/{chapter.pk}",
        "talk": f"/works/{work.pk}/comments?part=true&chapter={chapter.pk}",
        "comments": f"/works/{work.pk}/comments",
        "thread": f"/comments/{said.pk}",
        "margin": f"/works/{work.pk}/chapters/{chapter.pk}/notes?part=true",
        "newest": "/works",
        "bookmarks": "/bookmarks",
        "desk": "/desk",
        "inbox": "/inbox",
        "claims": "/comments/claims",
    }


@pytest.mark.usefixtures("left_behind")
def test_questions_of_the_pages_that_are_opened_most_are_compiled_once(
    client: Client, bo: User, pages: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(bo)
    compiled: list[str] = []
    build = SQLCompiler.pre_sql_setup

    def counted(compiler: SQLCompiler, *given: Any, **named: Any) -> Any:
        compiled.append(compiler.query.model.__name__ if compiler.query.model else "")
        return build(compiler, *given, **named)

    anew = {}
    for name, url in pages.items():
        for _ in range(2):
            assert client.get(url).status_code == 200, url
        monkeypatch.setattr(SQLCompiler, "pre_sql_setup", counted)
        client.get(url)
        monkeypatch.setattr(SQLCompiler, "pre_sql_setup", build)
        anew[name] = compiled.copy()
        compiled.clear()

    too_many = {name: found for name, found in anew.items() if len(found) > SMALL.get(name, 0)}
    assert too_many == {}

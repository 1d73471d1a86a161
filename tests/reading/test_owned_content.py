from __future__ import annotations

import pytest

from bookcub.people.models import Pseud, User
from bookcub.reading.actions.bookmarks import count_bookmarks
from bookcub.reading.models import Bookmark
from bookcub.works.models import Work
from tests.browsing import Client
from tests.conftest import PASSWORD
from tests.making import make_work

pytestmark = pytest.mark.both


def mark(pseud: Pseud, work: Work | None, notes: str = "") -> Bookmark:
    url = "" if work else "https://elsewhere.example/story"
    made = Bookmark.objects.create(
        pseud=pseud, work=work, title="The Weir", notes=notes, external_url=url
    )
    if work:
        count_bookmarks(work)
    return made


def count(work: Work) -> int:
    work.refresh_from_db()
    return work.bookmark_count


def test_bookmarks_go_with_their_owner_and_are_counted_no_more(
    ada: User, bo: User, client: Client
) -> None:
    work = make_work(ada)
    mark(bo.default_pseud, work)
    mark(bo.default_pseud, None)
    kept = mark(ada.default_pseud, work)
    client.force_login(bo)

    page = client.get("/settings/deletion/summary")
    assert "Deleted: 2 bookmarks." in page.content.decode()
    client.post("/settings/deletion/summary", {"username": "Bo", "old_password": PASSWORD})

    assert list(Bookmark.objects.all()) == [kept]
    assert count(work) == 1


def test_a_pseuds_bookmarks_go_to_another_once_each(ada: User, bo: User, client: Client) -> None:
    wren = bo.pseuds.create(name="Wren")
    both, hers = make_work(ada), make_work(ada)
    own = mark(bo.default_pseud, both, "my own words")
    mark(wren, both)
    moved, outside = mark(wren, hers), mark(wren, None)
    assert count(both) == 2
    client.force_login(bo)
    path = f"/settings/pseuds/{wren.pk}/deletion"
    assert b"3 bookmarks" in client.get(path).content

    client.post(path, {"to": bo.default_pseud.pk})

    assert set(bo.default_pseud.bookmarks.all()) == {own, moved, outside}
    assert (count(both), count(hers)) == (1, 1)

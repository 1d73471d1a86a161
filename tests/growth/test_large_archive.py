"""Twenty thousand works: no page has more to do than its own rows ask for, whoever looks."""

from __future__ import annotations

import pytest
from django.db import connection

from bench.filling import Filled, addresses, fill
from bench.pages import steps_of
from bookcub.core import periodic_jobs
from tests.browsing import Client
from tests.extent import POSTGRESQL
from tests.growth.plans import asked, unexcused
from tests.lasting import lasting

pytestmark = [pytest.mark.everything, pytest.mark.slow_first]

WORKS = 20_000
# Steps of SQLite's machine. To look through all works takes 200,000, through all tags on them a million.
MOST = 150_000
# Where one has turned to the last page that there is, ten thousand rows are passed over, in any archive, twice (once to be
# counted), and each is asked some twenty-five things: who may see it.
DEEP = {"newest, page 500", "newest, page 999999", "bookmarks, last page", "top tag, page 100"}
DEEPEST = 600_000


def large() -> Filled:
    """Looked at as the archive's own jobs do; on PostgreSQL, that is what its autovacuum does."""
    found = fill(WORKS)
    with pytest.MonkeyPatch.context() as patch, connection.cursor() as cursor:
        patch.setattr(periodic_jobs, "LARGE", 0)
        if not periodic_jobs.look_how_large_tables_are():
            cursor.execute("ANALYZE")
    return found


archive = lasting(large)


def visits(there: Filled) -> list[tuple[str, Client, str]]:
    """Each kind of page for whoever may see it: what it is called, by whom, and where."""
    guest, member = Client(), Client()
    member.force_login(there.reader)
    return [
        (name, client, url)
        for name, (url, whose) in addresses(there).items()
        for who, client in (("guest", guest), ("member", member))
        if whose in {who, "both"}
    ]


@pytest.mark.skipif(POSTGRESQL, reason="SQLite's machine is counted")
def test_no_page_takes_the_database_long(archive: Filled, db: None) -> None:
    too_many = []
    for name, client, url in visits(archive):
        steps = steps_of(lambda at=url, of=client: of.get(at))  # type: ignore[misc]  # called at once
        if steps > (DEEPEST if name in DEEP else MOST):
            too_many.append((name, steps))

    assert too_many == []


@pytest.mark.both
def test_no_page_looks_through_a_large_table(archive: Filled, db: None) -> None:
    explained: dict[str, set[str]] = {}
    found = []
    for _, client, url in visits(archive):
        with asked() as questions:
            answer = client.get(url)
        found += unexcused(answer.resolver_match.view_name, questions, explained)

    assert found == []

"""What each kind of page costs on a large archive, for a guest and for a member in the middle of much.

    python -m bench.pages [--works 20000] [--words 800] [--data DIR] [--times 10] [--only NAME]

Made-up works in a folder of its own, or in DIR, which keeps them; then each page some times: its queries,
the milliseconds of CPU, and the steps of SQLite's machine, which are as many on every computer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.test import Client

    from bench.filling import Filled

EVERY = 100  # steps of SQLite's machine between two looks


def main() -> None:
    """Fill, look, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--works", type=int, default=20_000, metavar="N")
    parser.add_argument("--words", type=int, default=800, metavar="N", help="of a chapter")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the archive here")
    parser.add_argument("--times", type=int, default=10, metavar="N", help="a page is asked for")
    parser.add_argument("--only", default="", metavar="NAME", help="only pages whose name has this")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bookcub-pages-") as folder:
        os.environ["BOOKCUB_DATA"] = str(options.data or folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
        os.environ.setdefault("BOOKCUB_LOG_LEVEL", "warning")
        import django  # noqa: PLC0415  # needs the environment above

        django.setup()
        measure(options)


def measure(options: argparse.Namespace) -> None:
    """Print a line for each page."""
    from django.conf import settings  # noqa: PLC0415  # needs django.setup
    from django.core.management import call_command  # noqa: PLC0415  # as above
    from django.test import Client  # noqa: PLC0415  # as above

    from bench.filling import addresses, fill, filled  # noqa: PLC0415  # as above
    from bookcub.config.static_building import build_static_files  # noqa: PLC0415  # as above
    from bookcub.core.periodic_jobs import look_how_large_tables_are  # noqa: PLC0415  # as above
    from bookcub.people.models import Archive  # noqa: PLC0415  # as above

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, interactive=False)
    there: Filled | None = filled()
    if there is None:
        began = time.perf_counter()
        there = fill(options.works, words=options.words)
        say(f"{options.works:,} works in {time.perf_counter() - began:.0f} s")
    Archive.objects.update_or_create(pk=1, defaults={"set_up_at": there.reader.joined_at})
    build_static_files()
    look_how_large_tables_are()
    guest, member = Client(), Client()
    member.force_login(there.reader)
    say(f"{'page':<26}{'who':<8}{'queries':>8}{'CPU ms':>8}{'steps':>10}")
    for name, (address, whose) in addresses(there).items():
        for who, client in {"guest": guest, "member": member}.items():
            if options.only in name and whose in {who, "both"}:
                look(name, who, client, address, options.times)


def look(name: str, who: str, client: Client, address: str, times: int) -> None:
    """Ask for one page so many times, and once more for what it asks."""
    from django.db import connection  # noqa: PLC0415  # needs django.setup

    spent: list[float] = []
    for _ in range(times):
        began = time.process_time()
        answer = client.get(address)
        spent.append((time.process_time() - began) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)  # noqa: PLR2004, S101  # a page that is measured opens
    queries = 0

    def count(execute: Callable[..., Any], *question: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*question)

    with connection.execute_wrapper(count):
        steps = steps_of(lambda: client.get(address))
    say(f"{name:<26}{who:<8}{queries:>8}{statistics.median(spent):>8.1f}{steps:>10,}")


def steps_of(work: Callable[[], object]) -> int:
    """How many steps SQLite's machine makes meanwhile; nothing on another database."""
    from django.db import connection  # noqa: PLC0415  # needs django.setup

    connection.ensure_connection()
    if connection.vendor != "sqlite":
        work()
        return 0
    steps = 0

    def tick() -> int:
        nonlocal steps
        steps += EVERY
        return 0

    connection.connection.set_progress_handler(tick, EVERY)
    try:
        work()
    finally:
        connection.connection.set_progress_handler(None, 0)
    return steps


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a benchmark's own words


if __name__ == "__main__":
    main()

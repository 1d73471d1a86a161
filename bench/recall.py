"""How long a question to one's clubs takes, and how much the index weighs.

    python -m bench.recall [--utterances 100000] [--data DIR]

A fresh archive in a folder of its own, one large club with so many lines and notes of made-up talk, half of
it beyond the asker's horizon; then questions of different kinds, each asked thirty times.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

QUESTIONS = {
    "a rare word": "umbrella",
    "a common word": "captain",
    "a sentence": "what did we say about the captain and the weir?",
    "a phrase": '"the old captain"',
    "a beginning": "capt*",
    "what nobody said": "zeppelin",
    "nothing but small words": "what did we say",
}
TIMES = 30
AT_ONCE = 2000


def main() -> None:
    """Fill, index, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--utterances", type=int, default=100_000, metavar="N")
    parser.add_argument("--data", type=Path, metavar="DIR", help="keep the archive here")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bookcub-recall-") as folder:
        os.environ["BOOKCUB_DATA"] = str(options.data or folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bookcub.config.settings")
        import django  # noqa: PLC0415  # needs the environment above

        django.setup()
        measure(options.utterances)


def measure(utterances: int) -> None:
    """Print a line for each kind of question."""
    from django.core.management import call_command  # noqa: PLC0415  # needs django.setup
    from django.db import connection  # noqa: PLC0415  # as above

    from bookcub.memory.actions.recall_index import catch_up  # noqa: PLC0415  # as above
    from bookcub.memory.models import RecallPosting, RecallWord  # noqa: PLC0415  # as above

    call_command("migrate", verbosity=0, interactive=False)
    person = fill(utterances)
    began = time.perf_counter()
    written = 0
    while some := catch_up():
        written += some
    spent = time.perf_counter() - began
    say(f"{written:,} things said, indexed in {spent:.0f} s ({written / spent:,.0f} a second)")
    say(f"{RecallWord.objects.count():,} stems, {RecallPosting.objects.count():,} postings")
    if connection.vendor == "sqlite":
        size = Path(str(connection.settings_dict["NAME"])).stat().st_size
        say(f"database {size / 1e6:,.0f} MB")
    say(f"{'question':<26}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}{'queries':>9}{'hits':>6}")
    for name, question in QUESTIONS.items():
        ask(person, name, question)


def ask(person: object, name: str, question: str) -> None:
    """Ask one question thirty times."""
    from django.db import connection, reset_queries  # noqa: PLC0415  # needs django.setup

    from bookcub.memory.queries.recall import Narrowing, recall  # noqa: PLC0415  # as above
    from bookcub.people.models import User  # noqa: PLC0415  # as above

    assert isinstance(person, User)  # noqa: S101  # for mypy; models load late here
    spent: list[float] = []
    worked: list[float] = []
    hits = 0
    for _ in range(TIMES):
        began, began_work = time.perf_counter(), time.process_time()
        hits = len(recall(person, question, Narrowing()).hits)
        spent.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - began_work) * 1000)
    connection.force_debug_cursor = True
    reset_queries()
    recall(person, question, Narrowing())
    queries = len(connection.queries_log)
    connection.force_debug_cursor = False
    p95 = statistics.quantiles(spent, n=20)[-1]
    p50, cpu = statistics.median(spent), statistics.median(worked)
    say(f"{name:<26}{p50:>8.1f}{p95:>8.1f}{cpu:>8.1f}{queries:>9}{hits:>6}")


def fill(utterances: int) -> object:
    """A club of forty in a long book, half of which the asker has read; returns the asker."""
    from django.utils import timezone  # noqa: PLC0415  # needs django.setup

    from bookcub.clubs.models import Club, Membership  # noqa: PLC0415  # as above
    from bookcub.comments.models import Comment, Hearers  # noqa: PLC0415  # as above
    from bookcub.meetings.models import Line, Meeting, MeetingStage  # noqa: PLC0415  # as above
    from bookcub.people.models import User  # noqa: PLC0415  # as above
    from bookcub.reading.models import ChapterProgress  # noqa: PLC0415  # as above
    from bookcub.reads.models import Read  # noqa: PLC0415  # as above
    from bookcub.works.models import Chapter, Work  # noqa: PLC0415  # as above

    now = timezone.now()
    people = [
        User.objects.create_user(f"Reader{n}", f"r{n}@example.org", "walking by the weir")
        for n in range(40)
    ]
    work = Work.objects.create(title="The Weir", language="en", posted_at=now, chapter_count=40)
    chapters = Chapter.objects.bulk_create(
        Chapter(work=work, position=n, html='<p id="b-00000001">Words.</p>', posted_at=now)
        for n in range(1, 41)
    )
    club = Club.objects.create(name="Weir Readers", created_by=people[0])
    members = [
        Membership.objects.create(club=club, user=each, pseud=each.default_pseud) for each in people
    ]
    read = Read.objects.create(club=club, work=work, title=work.title)
    ChapterProgress.objects.bulk_create(
        ChapterProgress(user=people[0], chapter=each, furthest_index=0, read_whole_at=now)
        for each in chapters[:20]
    )
    meetings = [
        Meeting.objects.create(
            club=club,
            read=read,
            upto=n,
            title=f"Chapter {n}",
            stage=MeetingStage.HELD,
            starts_at=now,
        )
        for n in range(1, 41)
    ]
    talk = sentences()
    half = utterances // 2
    for start in range(0, half, AT_ONCE):
        Comment.objects.bulk_create(
            Comment(
                work=work,
                chapter=chapters[n % 40],
                hearers=Hearers.CLUB,
                club=club,
                pseud=people[n % 40].default_pseud if n < 80 else None,  # noqa: PLR2004  # enough to be told apart
                guest_name="Reader",
                is_former_member=True,
                html=f"<p>{next(talk)}</p>",
                written_at=now - timedelta(minutes=n),
                approved_at=now,
            )
            for n in range(start, min(start + AT_ONCE, half))
        )
        Line.objects.bulk_create(
            Line(
                meeting=meetings[n % 40],
                number=n // 40 + 1,
                membership=members[n % 40],
                html=f"<p>{next(talk)}</p>",
                at=now - timedelta(minutes=n),
            )
            for n in range(start, min(start + AT_ONCE, half))
        )
    return people[0]


def sentences() -> Iterator[str]:
    """Talk of twelve words each, from a vocabulary as uneven as people's."""
    chance = random.Random(7)  # noqa: S311  # the same talk each time
    small = "the a of to and in was that it he she they said not but".split()  # noqa: SIM905  # reads better
    common = "captain weir river boat chapter letter secret night lies story".split()  # noqa: SIM905  # as above
    rare = [
        f"{a}{b}{c}"
        for a in "bdglmrt"
        for b in "aeiou"
        for c in ("ndle", "rren", "stow", "ckard", "lving")
    ]
    while True:
        words = []
        for _ in range(12):
            pick = chance.random()
            pool = small if pick < 0.55 else common if pick < 0.75 else rare  # noqa: PLR2004  # shares of a text
            words.append(chance.choice(pool))
        if chance.random() < 0.0005:  # noqa: PLR2004  # fifty in a hundred thousand
            words.append("umbrella")
        if chance.random() < 0.01:  # noqa: PLR2004  # one in a hundred
            words += ["the", "old", "captain"]
        yield " ".join(words)


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201  # a bench talks


if __name__ == "__main__":
    main()

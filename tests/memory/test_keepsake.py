"""A keepsake is a file by itself: the same each time, and well made."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from bookcub.comments.actions import say
from bookcub.comments.models import Hearers
from bookcub.memory.models import KeptNote
from bookcub.people.models import User
from bookcub.reads.actions.reads import begin_read
from bookcub.reads.models import OutsideBook, Read, Reader
from tests.browsing import Client
from tests.making import make_club, make_read, make_work
from tests.memory.remembering import answer, belonging, has_read, meeting_of, minutes_of, note

JAR = Path("/usr/share/java/epubcheck.jar")


@pytest.fixture
def read(ada: User, cy: User, di: User) -> Read:
    work = make_work(ada, chapters=2, title="The <Weir> & Co", language="en")
    club = make_club(cy, di, name="Cy & Di")
    begun = timezone.now() - timedelta(days=30)
    read = make_read(club, work=work, made_at=begun, finished_at=timezone.now())
    first = work.chapters.get(position=1)
    has_read(cy, *work.chapters.all())
    answer(note(club, di, first, "A <bear> & a boat 🐻"), cy, "Yes.")
    minutes = minutes_of(meeting_of(read), "We met.")
    minutes.html = (
        '<p>We <em>met</em>.</p><ul><li>one</ul><img src="https://example.org/t.gif" alt="A map">'
    )
    minutes.save()
    KeptNote.objects.create(
        club=club,
        read=read,
        html="<p>From <b>before</b>: ||it breaks||.</p>",
        passage={"exact": "old words"},
    )
    Reader.objects.create(
        read=read,
        membership=belonging(club, cy),
        stars=4,
        verdict="Fine\nindeed",
        rated_at=timezone.now(),
    )
    return read


def taken(client: Client, read: Read, person: User, kind: str) -> bytes:
    client.force_login(person)
    answered = client.get(f"/clubs/{read.club_id}/reads/{read.pk}/keepsake.{kind}")
    assert answered.status_code == 200
    assert answered["Content-Disposition"].startswith("attachment")
    return bytes(answered.content)


def test_one_page_holds_everything_and_needs_nothing_else(
    client: Client, read: Read, cy: User
) -> None:
    page = taken(client, read, cy, "html").decode()

    for words in ("A &lt;bear&gt; &amp; a boat 🐻", "We <em>met</em>.", "old words", "</b>: 4 "):
        assert words in page
    for other in ("<script", "<img", "<link", 'src="', "@import"):
        assert other not in page
    assert "<style>" in page
    # Nothing can be ticked in it: what its writer has covered is left out.
    assert "<b>before</b>: [spoiler].</p>" in page


def test_the_e_book_is_the_same_each_time(client: Client, read: Read, cy: User) -> None:
    first = taken(client, read, cy, "epub")

    assert taken(client, read, cy, "epub") == first
    words = "".join(
        zipfile.ZipFile(io.BytesIO(first)).read(name).decode()
        for name in zipfile.ZipFile(io.BytesIO(first)).namelist()
    )
    assert "The &lt;Weir&gt; &amp; Co" in words
    assert "boat 🐻" in words
    assert "[A map]" in words
    assert "it breaks" not in words


@pytest.mark.skipif(
    not JAR.exists() or shutil.which("java") is None, reason="epubcheck is not installed"
)
def test_epubcheck_finds_nothing_in_a_keepsake(
    client: Client, read: Read, cy: User, tmp_path: Path
) -> None:
    path = tmp_path / "keepsake.epub"
    path.write_bytes(taken(client, read, cy, "epub"))

    checked = subprocess.run(  # noqa: S603  # our own book
        ["java", "-jar", str(JAR), "--failonwarnings", str(path)],  # noqa: S607  # found above
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_of_a_book_from_elsewhere_it_holds_what_was_said_of_each_place(
    client: Client, cy: User, di: User
) -> None:
    book = OutsideBook.objects.create(title="Emma", page_count=400)
    club = make_club(cy, di)
    read = begin_read(club=club, book=book)
    here: dict[str, Any] = {"read": read, "hearers": Hearers.CLUB, "club": club}
    first = say(by=di.default_pseud, html="<p>She meddles.</p>", upto=book.measure.upto(9), **here)
    say(by=cy.default_pseud, html="<p>She does.</p>", parent=first, **here)
    say(by=di.default_pseud, html="<p>Box Hill!</p>", upto=book.measure.upto(300), **here)

    page = taken(client, read, cy, "html").decode()
    client.get(f"/clubs/{club.pk}/reads/{read.pk}/memory")

    assert "Page 9 · 1 note, 1 answer" in page
    assert "She meddles." in page
    assert "Box Hill" not in page
    assert "<blockquote" not in page

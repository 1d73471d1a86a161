"""Filling an archive with the demo stories. Doing it twice doubles nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.home.demo import clubs, people, readers, talk, works
from bookcub.home.demo.clubs import demo_clubs
from bookcub.home.demo.texts import PersonText, WorkText, demo_people, demo_works
from bookcub.home.models import DemoWork
from bookcub.notifications.kinds.clubs import Joined
from bookcub.notifications.models import Notice
from bookcub.people.models import Pseud, User
from bookcub.works.models import Work


@dataclass(frozen=True, slots=True)
class DemoStep:
    """One thing that was done, and how far along that is."""

    says: str
    done: int
    total: int
    is_new: bool = True


def others_works() -> int:
    """How many works this archive holds that did not come with the demo."""
    return Work.objects.exclude(pk__in=DemoWork.objects.values("work")).count()


def fill(*, password: str | None = None) -> Iterator[DemoStep]:
    """Bring in whatever of the demo is missing, telling each step. Each work is one transaction.

    Without a password nobody can log in as one of its people. Raises NameTakenError.
    """
    at = clock.now()
    cast, texts = demo_people(), demo_works()
    people.ensure_names_free(cast)
    total = len(texts) + 1 + len(demo_clubs())
    oldest = max(text.chapters[0].days_ago for text in texts)
    users = {
        person.username: people.create_person(
            person, joined_at=at - people.JOINED_BEFORE - timedelta(days=oldest), password=password
        )
        for person in cast
    }
    pseuds = {
        pseud.name: pseud
        for pseud in Pseud.objects.filter(user__in=users.values()).select_related(
            "user__preferences"
        )
    }
    for number, text in enumerate(texts, start=1):
        is_new = _bring_in(text, pseuds=pseuds, at=at)
        yield DemoStep(f"“{text.table['title']}”", number, total, is_new)
    _keep_what_readers_keep(cast, users, texts)
    yield DemoStep(gettext("Bookmarks, places and lists"), len(texts) + 1, total)
    here = {row.folder: row.work for row in DemoWork.objects.select_related("work")}
    for number, (name, file) in enumerate(demo_clubs(), start=len(texts) + 2):
        is_new = clubs.bring_in(name, file, pseuds=pseuds, works=here, at=at)
        # That somebody began a club long ago is no news; a meeting to come is.
        news = Notice.objects.filter(user__in=users.values(), club__isnull=False)
        news.filter(kind=Joined.name).delete()
        yield DemoStep(f"“{file.name}”", number, total, is_new)


def _bring_in(text: WorkText, *, pseuds: Mapping[str, Pseud], at: datetime) -> bool:
    with transaction.atomic():
        if DemoWork.objects.filter(folder=text.folder).exists():
            return False
        work = works.write(text, pseuds=pseuds, at=at)
        talk.speak(text, work, pseuds=pseuds, at=at)
        newest = works.posted_at(text, text.chapters[-1], at=at)
        readers.bookmark(text, work, pseuds=pseuds, at=newest)
        return True


def _keep_what_readers_keep(
    cast: list[PersonText], users: Mapping[str, User], texts: list[WorkText]
) -> None:
    by_folder = {text.folder: text for text in texts}
    here = {row.folder: row.work for row in DemoWork.objects.select_related("work")}
    for person in cast:
        user = users[person.username]
        if user.places.exists():
            continue  # they have read on by themselves since
        readers.read(person, user, works=here, texts=by_folder)
        readers.keep_lists(person, user, works=here)

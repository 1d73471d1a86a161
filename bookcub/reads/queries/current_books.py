"""What a club reads, for somebody who stands before its door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bookcub.clubs.current_books import CurrentBook
from bookcub.clubs.models import Club
from bookcub.reads.models import Read
from bookcub.works.models import Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User

READS = 3


def going_on_for(club: Club, person: User | AnonymousUser) -> list[CurrentBook]:
    """The newest that go on. Two queries."""
    going_on = list(Read.objects.going_on().filter(club=club)[:READS])
    works = Work.objects.visible_to(person).filter(pk__in=[read.work_id for read in going_on])
    open_to_them = {work.pk: work for work in works}
    found = []
    for read in going_on:
        if read.work_id is None:
            found.append(CurrentBook(read.title, read.byline, "", read.language))
        elif read.work_id in open_to_them:
            url = open_to_them[read.work_id].get_absolute_url()
            found.append(CurrentBook(read.title, read.byline, url, read.language))
    return found

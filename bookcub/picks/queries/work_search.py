"""Finding a work to suggest: by its title, its author, or its address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from bookcub.core.database.folding import folded
from bookcub.reading.queries.blurbs import blurbs, for_blurbs
from bookcub.web.blurb import Blurb
from bookcub.works.models import Creatorship, Work

if TYPE_CHECKING:
    from bookcub.people.models import User

ADDRESS = re.compile(r"(?:^|/)works/(\d{1,18})\b")
MOST = 12
WORDS_MAX = 8


def found_works(person: User, asked: str) -> list[tuple[int, Blurb]]:
    """Posted works that this person can read and that have all these words in title or byline; a dozen at most."""
    works = Work.objects.visible_to(person).posted()
    if address := ADDRESS.search(asked):
        works = works.filter(pk=int(address[1]))
    else:
        for word in asked.split()[:WORDS_MAX]:
            works = works.filter(Q(title__folded__contains=word) | _signed(word))
    found = list(for_blurbs(works.newest_first())[:MOST])
    return [(work.pk, blurb) for work, blurb in zip(found, blurbs(found, person), strict=True)]


def _signed(word: str) -> Q:
    # An anonymous work is not found by whoever wrote it.
    parts = Creatorship.objects.accepted().filter(
        work=OuterRef("pk"), pseud__folded__contains=folded(word)
    )
    return Q(Exists(parts), is_anonymous=False)

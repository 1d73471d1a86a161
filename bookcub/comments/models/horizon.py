"""Who hears what, and from where on: the conditions that `Comment.objects.visible_to` is made of.

Nothing else in the archive decides it. A comment's place is its chapter and `place_index`: the number of the
block in which its passage ends; 0 for what is said to everyone about a chapter (its thread stands under the
chapter, whoever has opened that may read it); empty for what is said to a club about a chapter as a whole
(one must have read all of it). What is said about a work as a whole has no place. What a club says about an outside
book has a place in its read; what it says beside the books has none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from bookcub.clubs.models import clubs_of, kept_in_order_by
from bookcub.comments.models.hearers import Hearers
from bookcub.people.policies import hears_of, keeps_nobody_away, keeps_order_despite
from bookcub.reading.models import ChapterProgress, LookAhead, just_opened
from bookcub.reads.models import Read, is_there_in_outside_book
from bookcub.works.models import Creatorship, DraftReader, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from bookcub.people.models import User


def heard_by(person: User | AnonymousUser) -> Q:
    """What is meant for this person, wherever they are in the work.

    For everyone on readable works, once approved; a work's creators also what waits for their
    approval. For a club: its members, as long as they may read the work, or its read is not in the trash. For its
    creators: they, and who says it to them, who may do so in a draft that is shown to them. Their own, too, only where they
    may read: a page of a note also tells what the work is called now.
    """
    # By the row and not "in": nobody wants a list of all works to look at one comment.
    readable = Exists(Work.objects.visible_to(person).filter(pk=OuterRef("work")))
    posted = Q(chapter=None) | Q(chapter__posted_at__isnull=False)
    standing = Q(chapter=None) | Q(chapter__discarded_at=None)
    approved = Q(approved_at__isnull=False)
    if not person.is_authenticated:
        return Q(readable, posted & approved, hearers=Hearers.EVERYONE)
    own = Q(pseud__user=person)
    creates = _creates(person)
    everyone = Q(hearers=Hearers.EVERYONE) & (approved | own | creates)
    club = Q(hearers=Hearers.CLUB, club__in=clubs_of(person))
    alone = Q(hearers__in=[Hearers.SELF, Hearers.AUTHORS]) & own
    authors = Q(hearers=Hearers.AUTHORS) & creates
    open_to_all = (posted | creates) & (everyone | club)
    shown = Q(DraftReader.objects.of_work(person, "work"))
    of_works = (
        Q(readable) & standing & (open_to_all | authors | (alone & (posted | creates | shown)))
    )
    return Q(work__isnull=False) & of_works | Q(work=None) & (_beside_works(club) | alone)


def not_kept_from(person: User | AnonymousUser) -> Q:
    """Without the words of those of whom this person does not hear, as far as they sign them.

    What creators of an anonymous work say there is unsigned: were it left out, its absence would name them. A keeper
    hears what everybody hears, to keep order; so do a work's creators what is said there, and hosts what is said in
    their club, but for those whom they keep away themselves: nobody hides from those who decide what they did, and
    silence tells nobody which creator of an anonymous work they have blocked.
    """
    if not person.is_authenticated:
        return Q()
    creator = Creatorship.objects.accepted().filter(
        work=OuterRef("work"), pseud__user=OuterRef("pseud__user")
    )
    unsigned = Q(work__is_anonymous=True) & (Q(as_creator=True) | Q(Exists(creator)))
    account = "pseud__user"
    keeps = Q(keeps_order_despite(person, account), hearers=Hearers.EVERYONE)
    of_work = Q(_creates(person), hearers=Hearers.EVERYONE)
    of_club = Q(hearers=Hearers.CLUB, club__in=kept_in_order_by(person))
    decides = (of_work | of_club) & keeps_nobody_away(person, account)
    return hears_of(person, account) | unsigned | keeps | decides


def _beside_works(club: Q) -> Q:
    """Of an outside book, while its read stands, or of no book."""
    return club & Q(read__discarded_at=None)


def written_by(person: User | AnonymousUser) -> Q:
    """What the person said, and all of what is said about their own works."""
    if not person.is_authenticated:
        return Q(pk__in=[])
    return Q(pseud__user=person) | _creates(person)


def reached_by(person: User | AnonymousUser) -> Q:
    """What lies within the person's horizon.

    Of guests nothing is known, nor of members who have not begun a work: they find what everyone
    says about chapters as anybody on the web does, and no notes on passages.
    """
    no_place = Q(chapter=None, read=None)
    public_talk = Q(hearers=Hearers.EVERYONE, block_id="")
    if not person.is_authenticated:
        return no_place | public_talk
    progress = ChapterProgress.objects.filter(user=person, chapter=OuterRef("chapter"))
    there = Q(place_index__isnull=False) & Exists(
        progress.filter(furthest_index__gte=OuterRef("place_index"))
    )
    opened = Q(place_index=0, chapter__in=just_opened(person))
    whole = Q(place_index=None) & Exists(progress.filter(read_whole_at__isnull=False))
    return (
        no_place
        | there
        | opened
        | whole
        | (public_talk & ~has_begun(person))
        | Q(Exists(LookAhead.objects.filter(user=person, work=OuterRef("work"))))
        | (Q(read__isnull=False) & is_there_in_outside_book(person))
    )


def has_begun(person: User) -> Q:
    """Of works the person is reading, alone or in a club: from then on they have a horizon in it."""
    begun = ChapterProgress.objects.filter(user=person, chapter__work=OuterRef("work"))
    reads = Read.objects.going_on().filter(work=OuterRef("work"), club__in=clubs_of(person))
    has = Q(Exists(begun)) | Q(Exists(reads))
    opened = just_opened(person)
    return has | Q(work__in=set(opened.values())) if opened else has


def _creates(person: User) -> Q:
    return Q(work__in=Creatorship.objects.works_of(person))

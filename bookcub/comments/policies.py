"""Who may say, change and decide what. Whether a comment may be seen at all is `Comment.objects.visible_to`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.functional import SimpleLazyObject

from bookcub.clubs.models import Club, Membership, Role
from bookcub.clubs.policies import OF_TWO, may_host, size_of
from bookcub.comments.models import (
    MAY_UNDO_FOR,
    Announcement,
    Comment,
    CommentClaim,
    Hearers,
    SuggestedWords,
)
from bookcub.core.clock import now
from bookcub.core.database.prepared import prepared
from bookcub.people.models import User
from bookcub.people.policies import Distance, distance_of
from bookcub.reads.queries.measures import Measures
from bookcub.works.choices import MayComment
from bookcub.works.models import Chapter, Creatorship, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


@dataclass(frozen=True)  # without slots: the clubs are looked up only where a club's talk is
class Visitor:
    """A person before a work: all that the answers below depend on, looked up once for a whole page."""

    person: User | AnonymousUser
    work: Work
    creators: frozenset[int]  # their accounts

    @classmethod
    def of(cls, person: User | AnonymousUser, work: Work | None) -> Visitor:
        """One query; none in talk that is about no work, which nobody has created."""
        if work is None:
            return cls(person, Work(), frozenset())
        return cls(person, work, frozenset(user for _, user in _signing([work.pk])))

    @classmethod
    def of_each(
        cls, person: User | AnonymousUser, works: Iterable[Work | None]
    ) -> dict[int | None, Visitor]:
        """By work, and by None before talk about none. One query, and one for the clubs if they are asked for, however many works there are."""
        by_id = {work.pk: work for work in works if work is not None}
        creators: dict[int, set[int]] = {pk: set() for pk in by_id}
        for work_id, user_id in _signing(by_id.keys()):
            creators[work_id].add(user_id)
        nowhere = cls.of(person, None)
        same = {
            "clubs": SimpleLazyObject(lambda: nowhere.clubs),
            "distance": SimpleLazyObject(lambda: nowhere.distance),
        }
        visitors: dict[int | None, Visitor] = {None: nowhere}
        for pk, work in by_id.items():
            visitors[pk] = cls(person, work, frozenset(creators[pk]))
            vars(visitors[pk]).update(same)  # where the cached properties would keep them
        return visitors

    @cached_property
    def clubs(self) -> Mapping[int, bool]:
        """The clubs this person belongs to, each with whether they keep order there. One query.

        Hosts do, except among friends who decide together (`clubs.policies.keeps_order`).
        """
        if not self.person.is_authenticated:
            return {}
        found = _belonging(self.person)
        return {club: role == Role.HOST and not together for club, role, together in found}

    @cached_property
    def distance(self) -> Distance:
        """From whom this person keeps away. One query."""
        return distance_of(self.person)

    @cached_property
    def measures(self) -> Measures:
        """How they count in books from elsewhere."""
        return Measures(self.person)

    @cached_property
    def creates(self) -> bool:
        return self.person.is_authenticated and self.person.pk in self.creators

    @cached_property
    def keeps(self) -> bool:
        return self.person.is_authenticated and self.person.is_keeper

    def wrote(self, comment: Comment) -> bool:
        """Whether the comment is this person's own."""
        writer = comment.pseud
        return writer is not None and writer.user_id == self.person.pk

    def is_by_creator(self, comment: Comment) -> bool:
        return comment.pseud is not None and comment.pseud.user_id in self.creators

    def is_unsigned(self, comment: Comment) -> bool:
        """Whether readers may not know who says it: creators of an anonymous work stay unnamed."""
        return self.work.is_anonymous and (comment.as_creator or self.is_by_creator(comment))

    def is_gone(self, comment: Comment) -> bool:
        """Whether only its place is left for this person: for everybody, or as they do not hear of its writer."""
        if comment.is_deleted:
            return True
        if comment.is_hidden and not (self.keeps or self.wrote(comment)):
            return True
        if comment.pseud is None or self.is_unsigned(comment):
            return False
        return comment.pseud.user_id in self._unheard_in(comment)

    def _unheard_in(self, comment: Comment) -> frozenset[int]:
        """Who is not heard there: those who keep order hear whoever has blocked them."""
        is_for_all = comment.hearers == Hearers.EVERYONE
        if self.keeps and is_for_all:
            return self.distance.muted
        in_club = comment.hearers == Hearers.CLUB and self.clubs.get(comment.club_id or 0, False)
        if in_club or (self.creates and is_for_all):
            return self.distance.chosen
        return self.distance.unheard

    def is_apart_from(self, comment: Comment) -> bool:
        """Whether they may not meet its writer, as far as that is known to anybody."""
        writer = comment.pseud
        if writer is None or self.is_unsigned(comment):
            return False
        return writer.user_id in self.distance.apart

    @property
    def is_apart_from_creators(self) -> bool:
        """Whether one of those who sign the work has blocked this person, or is blocked."""
        if self.work.is_anonymous or not self.creators or self.creates:
            return False
        return not self.creators.isdisjoint(self.distance.apart)


@prepared
def _signing(works: Collection[int]) -> QuerySet[Creatorship, tuple[int, int]]:
    """Whose accounts sign these works."""
    rows = Creatorship.objects.accepted().filter(work__in=works)
    return rows.values_list("work_id", "pseud__user_id")


@prepared
def _belonging(person: User) -> QuerySet[Membership, tuple[int, str, bool]]:
    """The person's clubs, what they are there, and whether all decide together."""
    rows = Membership.objects.current().filter(user=person)
    return rows.values_list("club", "role", "club__decides_together")


def may_comment(visitor: Visitor, chapter: Chapter | None = None) -> bool:
    """Whether this person may begin a thread for everyone here."""
    if not visitor.work.is_posted or (chapter is not None and not chapter.is_posted):
        return False
    if visitor.work.may_comment == MayComment.NOBODY or visitor.is_apart_from_creators:
        return False
    return visitor.person.is_authenticated or visitor.work.may_comment == MayComment.EVERYONE


def may_say_to_club(visitor: Visitor, club_id: int | None, chapter: Chapter | None = None) -> bool:
    """Members speak in their club about any work they may read, whatever its comments allow, and beside works."""
    if club_id not in visitor.clubs:
        return False
    return visitor.creates or chapter is None or chapter.is_posted


def may_announce(membership: Membership) -> bool:
    """Hosts, where there are announcements at all. A query for friends."""
    return may_host(membership) and has_announcements(membership.club)


def has_announcements(club: Club) -> bool:
    """Not where two decide together: those read each other anyway. A query for friends."""
    return not (club.decides_together and size_of(club.pk) <= OF_TWO)


def may_take_down(visitor: Visitor, announcement: Announcement) -> bool:
    """Whoever wrote it, and whoever keeps order there."""
    comment = announcement.comment
    return announcement.stands and (visitor.wrote(comment) or decides(visitor, comment))


def may_reply(visitor: Visitor, comment: Comment) -> bool:
    """Whether this person may answer this comment: among its hearers, as they could begin a thread."""
    is_heard = not visitor.is_gone(comment) and not comment.is_hidden
    is_open = comment.is_approved and is_heard and not comment.is_frozen
    is_asked = comment.hearers == Hearers.AUTHORS  # who accept or decline it
    if not is_open or is_asked or visitor.is_apart_from(comment):
        return False
    if comment.hearers == Hearers.SELF:
        return visitor.wrote(comment)
    if comment.hearers == Hearers.CLUB:
        return may_say_to_club(visitor, comment.club_id, comment.chapter)
    if not may_comment(visitor, comment.chapter):
        return False
    writer = comment.pseud
    if visitor.person.is_authenticated or writer is None:
        return True
    return writer.user.preferences.guest_replies


def may_tell_authors(visitor: Visitor, chapter: Chapter) -> bool:
    """Whoever is shown a draft, and may open the chapter, speaks to its creators alone."""
    if not chapter.is_draft or visitor.creates or not visitor.person.is_authenticated:
        return False
    return not visitor.is_apart_from_creators


def may_answer_suggestion(visitor: Visitor, suggestion: SuggestedWords) -> bool:
    """The creators of the work decide which words stand in it, once."""
    return (
        visitor.creates and not suggestion.is_answered and not visitor.is_gone(suggestion.comment)
    )


def may_edit(visitor: Visitor, comment: Comment) -> bool:
    """One's own words, while nobody has answered them and the thread is not frozen."""
    if not visitor.wrote(comment) or comment.is_deleted or comment.is_imported:
        return False
    return not comment.is_frozen and not comment.is_answered


def decides(visitor: Visitor, comment: Comment) -> bool:
    """Whether a thread is this person's to keep in order: a club's hosts, else the work's creators and keepers.

    What is said to its creators alone is theirs to take away.
    """
    if comment.hearers == Hearers.CLUB:
        return comment.club_id is not None and visitor.clubs.get(comment.club_id, False)
    if comment.hearers == Hearers.AUTHORS:
        return visitor.creates
    return comment.hearers == Hearers.EVERYONE and (visitor.creates or visitor.keeps)


def may_delete(visitor: Visitor, comment: Comment) -> bool:
    """Its writer, and whoever keeps order there."""
    return not visitor.is_gone(comment) and (visitor.wrote(comment) or decides(visitor, comment))


def may_restore(visitor: Visitor, comment: Comment) -> bool:
    """Whoever deleted it, while its words are kept and it still is theirs to delete."""
    if comment.deleted_at is None or not visitor.person.is_authenticated:
        return False
    if not (visitor.wrote(comment) or decides(visitor, comment)):
        return False
    return comment.deleted_by_id == visitor.person.pk and now() - comment.deleted_at < MAY_UNDO_FOR


def may_hide(visitor: Visitor, comment: Comment) -> bool:
    """Keepers, what everybody hears; in clubs their hosts delete."""
    is_there = not comment.is_deleted and comment.is_approved
    return visitor.keeps and is_there and comment.hearers == Hearers.EVERYONE


def may_approve(visitor: Visitor) -> bool:
    """What is said under a moderated work is let through by its creators."""
    return visitor.creates


def may_freeze(visitor: Visitor, comment: Comment) -> bool:
    is_talk = comment.hearers != Hearers.AUTHORS  # else nobody replies anyway
    return is_talk and decides(visitor, comment) and not visitor.is_gone(comment)


def may_thaw(visitor: Visitor, comment: Comment) -> bool:
    """Whoever may freeze it; among friends who decide together, either: it was frozen before they did."""
    friends = comment.club is not None and comment.club.decides_together
    if friends and comment.frozen_at is not None:
        return comment.club_id in visitor.clubs and not visitor.is_gone(comment)
    return may_freeze(visitor, comment)


def may_claim(visitor: Visitor, comment: Comment) -> bool:
    """Any member may say of an imported comment that nobody has: this was me."""
    if not visitor.person.is_authenticated or comment.is_deleted or comment.is_hidden:
        return False
    if visitor.is_apart_from_creators:
        return False
    return comment.is_imported and comment.pseud_id is None and comment.hearers == Hearers.EVERYONE


def may_answer_claim(visitor: Visitor, claim: CommentClaim) -> bool:
    """The work's creators or a keeper, and never about themselves."""
    return (visitor.creates or visitor.keeps) and claim.pseud.user_id != visitor.person.pk


def may_give_kudos(visitor: Visitor) -> bool:
    """Whoever may read it, except those who wrote it."""
    return visitor.work.is_posted and not visitor.creates and not visitor.is_apart_from_creators

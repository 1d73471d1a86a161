"""What concerns one's works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy

from bookcub.core.page_urls import reverse
from bookcub.notifications.kinds.base import InboxItem, NoticeKind, Telling, hears
from bookcub.notifications.kinds.comments import creators_of
from bookcub.notifications.models import Notice
from bookcub.people.models import User
from bookcub.people.policies import hears_of
from bookcub.works import signals as works
from bookcub.works.models import Chapter, Creatorship, RelatedWork, Work


class CoCreatorInvited(NoticeKind[Creatorship]):
    """To whoever is invited to be a creator of a work."""

    name, label = "invitation", gettext_lazy("an invitation to be a co-creator")
    subject = Creatorship
    related = ("work", "invited_by")
    comes_again = False

    @hears(works.creator_invited)
    def invited(self, *, creatorship: Creatorship, **_: Any) -> Telling:
        to, by = [creatorship.pseud.user], creatorship.invited_by_id
        return Telling(creatorship, to=to, by=by, work=creatorship.work_id)

    @hears(works.creator_accepted)
    def dealt_with(self, *, creatorship: Creatorship, **_: Any) -> None:
        self.lines_about(creatorship).mark_read()

    def open_to(self, person: User) -> QuerySet[Any]:
        """Its line names who invites, whether the work is anonymous or not."""
        return Creatorship.objects.filter(hears_of(person, "invited_by"))

    def item(self, notice: Notice, thing: Creatorship) -> InboxItem:
        url = (
            thing.work.get_absolute_url()
            if thing.is_accepted
            else reverse("works:invitation_index")
        )
        return self.say(url, about=[thing.work], part=thing)


class RelatedWorkNamed(NoticeKind[RelatedWork]):
    """To the creators of a work: another names it, once they may see that other."""

    name, label = "related", gettext_lazy("a work that names yours")
    subject = RelatedWork
    related = ("work", "parent")
    comes_again = False

    @hears(works.related_work_named)
    def named(self, *, related: RelatedWork, **_: Any) -> Telling | None:
        if related.parent is None or related.approved_at is not None or _is_quiet(related.work):
            return None
        to = [user for user in creators_of(related.parent) if _may_see(user, related.work)]
        return Telling(related, to=to, work=related.work_id)

    @hears(works.chapter_posted)
    def posted(self, *, chapter: Chapter, **_: Any) -> list[Telling]:
        """A work that names others may be seen by their creators only now."""
        parents = chapter.work.parents.filter(parent__isnull=False).select_related("parent")
        tellings = [self.named(related=related) for related in parents]
        return [telling for telling in tellings if telling is not None]

    def open_to(self, person: User) -> QuerySet[Any]:
        return RelatedWork.objects.heard_by(person)

    def load(self, person: User, ids: Sequence[int]) -> Mapping[int, RelatedWork]:
        seen = Exists(Work.objects.visible_to(person).filter(pk=OuterRef("work")))
        return RelatedWork.objects.select_related(*self.related).filter(seen).in_bulk(ids)

    def item(self, notice: Notice, thing: RelatedWork) -> InboxItem:
        about = [thing.work, *([thing.parent] if thing.parent else [])]
        return self.say(reverse("works:related_index"), about=about, related=thing)


def _may_see(user: User, work: Work) -> bool:
    return Work.objects.visible_to(user).filter(pk=work.pk).exists()


def _is_quiet(work: Work) -> bool:
    """Whether all that is posted of it was posted without telling anyone."""
    posted = work.posted_chapters()
    return posted.exists() and not posted.filter(is_quiet=False).exists()

"""Making, revising, tagging and deleting works. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from bookcub.people.models import Pseud, User
from bookcub.tags.models import Tag
from bookcub.works import signals
from bookcub.works.fields import Tags, WorkFields, check_tags
from bookcub.works.models import Creatorship, Tagging, Work


@transaction.atomic
def make_work(
    *, by: Pseud, fields: WorkFields, tags: Tags, named_readers: Iterable[User] = ()
) -> Work:
    """A draft without chapters. ValidationError, by field, where a limit is broken."""
    cleaned = fields.cleaned()
    check_tags(tags)
    work = Work()
    work.say(cleaned)
    work.save()
    Creatorship.objects.create(work=work, pseud=by, invited_by=by.user, accepted_at=work.created_at)
    tag_work(work=work, tags=tags)
    work.named_readers.set(named_readers)
    return work


@transaction.atomic
def revise_work(
    *,
    work: Work,
    fields: WorkFields,
    tags: Tags | None = None,
    named_readers: Iterable[User] | None = None,
) -> Work:
    """Say all this of the work from now on; None leaves tags or readers as they are."""
    if tags is not None:
        tag_work(work=work, tags=tags)
    work.revise(fields)
    if named_readers is not None:
        work.named_readers.set(named_readers)
    transaction.on_commit(partial(signals.work_revised.send, Work, work=work))
    return work


@transaction.atomic
def tag_work(*, work: Work, tags: Tags) -> None:
    """Leave exactly these tags on the work, making those that are new to the archive."""
    check_tags(tags)
    with work.counting_tag_uses():
        wanted = [tag for kind, names in tags.items() for tag in Tag.objects.taken(names, kind)]
        Tagging.objects.put_on(work, wanted)


@transaction.atomic
def delete_work(*, work: Work, by: User | None) -> None:
    """Delete the work for good, with all that hangs on it. Announced first, so that bookmarks keep its title."""
    work.lock()
    signals.work_deleted.send(Work, work=work, by=by)
    all_series = list(work.series.all())
    Tag.objects.shift_uses(before=work.counted_tags(), after=set())
    work.delete()
    for series in all_series:
        series.renumber()

"""What a work owes to others."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.works import signals
from bookcub.works.fields import TITLE_MAX
from bookcub.works.models import RelatedWork, Relation, Work


@transaction.atomic
def relate(  # noqa: PLR0913  # an outside work is described by all of these
    *,
    work: Work,
    relation: Relation,
    parent: Work | None = None,
    url: str = "",
    title: str = "",
    author: str = "",
    language: str = "",
) -> RelatedWork:
    """Say what the work owes to another one, here (`parent`) or outside; naming it twice changes nothing."""
    if parent is None and not (url or title):
        raise ValidationError(
            {
                "parent": ValidationError(
                    gettext("Enter the address of the work, or its title."), code="required"
                )
            }
        )
    if parent is not None and parent.pk == work.pk:
        raise ValidationError(
            {
                "parent": ValidationError(
                    gettext("This is the work’s own address. Enter the address of another one."),
                    code="itself",
                )
            }
        )
    same = work.parents.filter(relation=relation, parent=parent, url=url, title=title).first()
    if same is not None:
        return same
    own = parent is not None and _share_a_creator(work, parent)
    related = RelatedWork.objects.create(
        work=work,
        relation=relation,
        parent=parent,
        url=url,
        title=title[:TITLE_MAX],
        author=author[:TITLE_MAX],
        language=language,
        approved_at=clock.now() if own else None,
    )
    if parent is not None and not own:
        transaction.on_commit(
            partial(signals.related_work_named.send, RelatedWork, related=related)
        )
    return related


def approve(*, related: RelatedWork) -> None:
    """Show the related work on its parent's page."""
    related.approve()


def _share_a_creator(one: Work, other: Work) -> bool:
    creators = one.creatorships.accepted().values("pseud__user")
    return other.creatorships.accepted().filter(pseud__user__in=creators).exists()

"""What a suggestion keeps of its work: its title, the language of that, and who wrote it, also when it goes."""

from __future__ import annotations

from bookcub.picks.models import Nomination
from bookcub.reads.actions.kept_titles import names_to_keep
from bookcub.works.models import Work


def keep_titles(*, work: Work) -> None:
    """Let suggestions call a work what it is called now."""
    if names := names_to_keep(work):
        Nomination.objects.filter(work=work).update(**names)

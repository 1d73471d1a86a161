"""What notifications hear: each kind says itself what it listens to, and which subjects can go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete

from bookcub.notifications.actions import notify
from bookcub.notifications.kinds import KINDS
from bookcub.notifications.kinds.base import NoticeKind, Telling
from bookcub.notifications.models import Notice
from bookcub.notifications.queries.items import kinds_about

Hearing = Callable[..., Telling | list[Telling] | None]


def connect() -> None:
    for kind in KINDS.values():
        for signal, method in kind.news():
            uid = f"notifications.{kind.name}.{method.__name__}"
            signal.connect(_telling(kind, method), weak=False, dispatch_uid=uid)
    # Django sends it for every row that goes, those of cascades too, inside of the transaction that takes
    # them: a line and its subject go together, or neither does. (Only `_raw_delete` and SQL by hand pass
    # it by; `bookcub check` finds the lines they leave.) Announcements come after the commit: too late.
    for subject in kinds_about():
        post_delete.connect(subject_gone, sender=subject, dispatch_uid="notifications.gone")


def subject_gone(sender: type[Model], *, instance: Model, **_: Any) -> None:
    Notice.objects.filter(kind__in=kinds_about()[sender], subject=instance.pk).delete()


def _telling(kind: NoticeKind[Any], method: Hearing) -> Callable[..., None]:
    def heard(sender: object, **news: Any) -> None:
        made = method(**news)
        for telling in [made] if isinstance(made, Telling) else made or ():
            notify(kind=kind, telling=telling)

    return heard

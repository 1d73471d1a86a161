from collections.abc import Callable

from django.apps import AppConfig
from django.dispatch import Signal


class NotificationsConfig(AppConfig):
    name = "bookcub.notifications"
    label = "notifications"

    def ready(self) -> None:
        from bookcub.comments import signals as talk  # noqa: PLC0415  # models are loaded by now
        from bookcub.notifications import club_receivers, personal_data, receivers  # noqa: PLC0415  # as above
        from bookcub.works import signals as works  # noqa: PLC0415  # as above

        personal_data.register()
        heard: dict[Signal, Callable[..., None]] = {
            talk.comment_posted: receivers.comment_posted,
            talk.comment_approved: receivers.comment_approved,
            talk.comment_edited: receivers.comment_edited,
            talk.comment_deleted: receivers.comment_deleted,
            talk.comment_restored: receivers.comment_restored,
            talk.claim_made: receivers.claim_made,
            talk.claim_answered: receivers.claim_answered,
            works.creator_invited: receivers.creator_invited,
            works.creator_accepted: receivers.creator_accepted,
            works.related_work_named: receivers.related_work_named,
            works.chapter_posted: receivers.chapter_posted,
        }
        club_receivers.connect()
        for signal, receiver in heard.items():
            signal.connect(receiver, dispatch_uid=f"notifications.{receiver.__name__}")

from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "bookcub.meetings"
    label = "meetings"

    def ready(self) -> None:
        from bookcub.meetings import calendar_receivers, following, recall_receivers  # noqa: PLC0415  # models are loaded by now
        from bookcub.works import followers, signals  # noqa: PLC0415  # as above

        calendar_receivers.connect()
        recall_receivers.connect()
        signals.work_deleted.connect(following.keep_what_was_said, dispatch_uid="meetings.notes")
        followers.register_order("meetings", following.follow_order)

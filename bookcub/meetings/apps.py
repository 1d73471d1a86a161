from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "bookcub.meetings"
    label = "meetings"

    def ready(self) -> None:
        from bookcub.meetings import recall_receivers  # noqa: PLC0415  # models are loaded by now

        recall_receivers.connect()

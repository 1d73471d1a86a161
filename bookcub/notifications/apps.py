from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "bookcub.notifications"
    label = "notifications"

    def ready(self) -> None:
        from bookcub.notifications import personal_data, receivers  # noqa: PLC0415  # models are loaded by now

        personal_data.register()
        receivers.connect()

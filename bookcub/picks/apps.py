from django.apps import AppConfig


class PicksConfig(AppConfig):
    name = "bookcub.picks"
    label = "picks"

    def ready(self) -> None:
        from bookcub.picks import personal_data, receivers  # noqa: PLC0415  # models are loaded by now

        personal_data.register()
        receivers.connect()

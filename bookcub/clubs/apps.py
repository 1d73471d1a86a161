from django.apps import AppConfig


class ClubsConfig(AppConfig):
    name = "bookcub.clubs"
    label = "clubs"

    def ready(self) -> None:
        from bookcub.clubs import belongings  # noqa: PLC0415  # models are loaded by now

        belongings.register()

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    name = "bookcub.importing"
    label = "importing"

    def ready(self) -> None:
        from bookcub.importing import personal_data  # noqa: PLC0415  # models are loaded by now

        personal_data.register()

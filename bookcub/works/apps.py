from django.apps import AppConfig


class WorksConfig(AppConfig):
    name = "bookcub.works"
    label = "works"

    def ready(self) -> None:
        from bookcub.works import (  # noqa: PLC0415  # models are loaded by now
            findable,
            hideable,
            owned_content,
            personal_data,
            tag_names,
            trash,
        )

        personal_data.register()
        owned_content.register()
        trash.register()
        hideable.register()
        findable.register()
        tag_names.register()

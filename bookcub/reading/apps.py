from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "bookcub.reading"
    label = "reading"

    def ready(self) -> None:
        from bookcub.reading import belongings, receivers  # noqa: PLC0415  # models are loaded by now
        from bookcub.works.signals import chapter_edited  # noqa: PLC0415  # as above

        chapter_edited.connect(receivers.places_follow_the_text, dispatch_uid="places")
        belongings.register()

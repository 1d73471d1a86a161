from django.apps import AppConfig


class ReadingConfig(AppConfig):
    name = "bookcub.reading"
    label = "reading"

    def ready(self) -> None:
        from bookcub.reading import owned_content, personal_data, receivers, trash  # noqa: PLC0415  # models are loaded by now
        from bookcub.reading.actions.places import move_places  # noqa: PLC0415  # as above
        from bookcub.works import signals, text_hooks  # noqa: PLC0415  # as above

        personal_data.register()
        text_hooks.TEXT_HOOKS.register(move_places, name="places", owner="reading")
        signals.work_revised.connect(receivers.names_follow_the_work, dispatch_uid="names")
        signals.work_deleted.connect(receivers.names_follow_the_work, dispatch_uid="last names")
        owned_content.register()
        trash.register()

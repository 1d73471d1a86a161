from django.apps import AppConfig


class MemoryConfig(AppConfig):
    name = "bookcub.memory"
    label = "memory"

    def ready(self) -> None:
        from bookcub.memory import following, personal_data, receivers  # noqa: PLC0415  # models are loaded by now
        from bookcub.works import signals, text_hooks  # noqa: PLC0415  # as above

        personal_data.register()
        receivers.connect()
        signals.work_deleted.connect(following.keep_what_was_said, dispatch_uid="memory.notes")
        text_hooks.ORDER_HOOKS.register(following.follow_order, name="memory", owner="memory")

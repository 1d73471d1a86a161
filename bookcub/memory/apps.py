from django.apps import AppConfig


class MemoryConfig(AppConfig):
    name = "bookcub.memory"
    label = "memory"

    def ready(self) -> None:
        from bookcub.memory import personal_data, receivers, work_changes  # noqa: PLC0415  # models are loaded by now
        from bookcub.works import signals, text_hooks  # noqa: PLC0415  # as above

        personal_data.register()
        receivers.connect()
        for gone in (signals.work_discarded, signals.work_deleted):
            gone.connect(work_changes.keep_what_was_said, dispatch_uid="memory.notes")
        signals.work_restored.connect(
            work_changes.give_back_what_was_said, dispatch_uid="memory.notes"
        )
        text_hooks.ORDER_HOOKS.register(work_changes.follow_order, name="memory", owner="memory")

from django.apps import AppConfig


class ClubsConfig(AppConfig):
    name = "bookcub.clubs"
    label = "clubs"

    def ready(self) -> None:
        from bookcub.clubs import belongings, receivers  # noqa: PLC0415  # models are loaded by now
        from bookcub.works import signals  # noqa: PLC0415  # as above

        belongings.register()
        follow = receivers.plans_follow_the_chapter
        for changed in (signals.chapter_posted, signals.chapter_withdrawn, signals.chapter_deleted):
            changed.connect(follow, dispatch_uid="clubs.plans")
        signals.work_revised.connect(receivers.plans_follow_the_work, dispatch_uid="clubs.plans")
        signals.work_deleted.connect(receivers.reads_keep_the_name, dispatch_uid="clubs.names")

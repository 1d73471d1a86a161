from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class MeetingsConfig(AppConfig):
    name = "bookcub.meetings"
    label = "meetings"

    def ready(self) -> None:
        from bookcub.clubs.hooks import NEXT_MEETINGS  # noqa: PLC0415  # models are loaded by now
        from bookcub.clubs.pages import PAGES, ClubPage  # noqa: PLC0415  # models are loaded by now
        from bookcub.meetings import calendar_receivers, personal_data, trash, work_changes  # noqa: PLC0415  # models are loaded by now
        from bookcub.meetings.queries.coming import next_start  # noqa: PLC0415  # as above
        from bookcub.works import text_hooks  # noqa: PLC0415  # as above

        personal_data.register()
        trash.register()
        calendar_receivers.connect()
        text_hooks.ORDER_HOOKS.register(
            work_changes.follow_order, name="meetings", owner="meetings"
        )
        page = ClubPage(gettext_lazy("Meetings"), place=40, for_friends=True)
        NEXT_MEETINGS.register(next_start, name="meetings", owner="meetings")
        PAGES.register(page, name="meetings:meeting_index", owner="meetings")

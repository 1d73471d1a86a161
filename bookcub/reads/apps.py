from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ReadsConfig(AppConfig):
    name = "bookcub.reads"
    label = "reads"

    def ready(self) -> None:
        from bookcub.clubs.current_books import CURRENT_BOOKS  # noqa: PLC0415  # models are loaded by now
        from bookcub.clubs.pages import PAGES, ClubPage  # noqa: PLC0415  # as above
        from bookcub.reading.hooks import COMPANY, Companions  # noqa: PLC0415  # as above
        from bookcub.reads import personal_data, receivers, trash  # noqa: PLC0415  # as above
        from bookcub.reads.queries.company import company_in, is_read_in_company  # noqa: PLC0415  # as above
        from bookcub.reads.queries.current_books import going_on_for  # noqa: PLC0415  # as above

        personal_data.register()
        trash.register()
        receivers.connect()
        company = Companions(goes_on=is_read_in_company, names=company_in)
        COMPANY.register(company, name="reads", owner="reads")
        CURRENT_BOOKS.register(going_on_for, name="reads", owner="reads")
        PAGES.register(
            ClubPage(pgettext_lazy("noun", "Reads"), place=20, for_friends=True),
            name="reads:read_index",
            owner="reads",
        )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class CommentsConfig(AppConfig):
    name = "bookcub.comments"
    label = "comments"

    def ready(self) -> None:
        from bookcub.clubs.hooks import LEAVING  # noqa: PLC0415  # models are loaded by now
        from bookcub.clubs.pages import PAGES, ClubPage  # noqa: PLC0415  # as above
        from bookcub.comments import hideable, owned_content, personal_data, receivers, trash  # noqa: PLC0415  # models are loaded by now
        from bookcub.comments.actions.departures import resolve_notes  # noqa: PLC0415  # as above
        from bookcub.comments.actions.notes import reanchor_notes  # noqa: PLC0415  # as above
        from bookcub.reading.hooks import READER_HEADS  # noqa: PLC0415  # as above
        from bookcub.works import signals, text_hooks  # noqa: PLC0415  # as above

        personal_data.register()
        owned_content.register()
        trash.register()
        hideable.register()
        text_hooks.TEXT_HOOKS.register(reanchor_notes, name="notes", owner="comments")
        READER_HEADS.register("comments/notes/_reader_head.html", name="notes", owner="comments")
        PAGES.register(
            ClubPage(gettext_lazy("Beside the books"), place=45),
            name="comments:talk_beside_books_index",
            owner="comments",
        )
        LEAVING.register(resolve_notes, name="notes", owner="comments")
        count = receivers.count_with_the_chapter
        for changed in (
            signals.chapter_posted,
            signals.chapter_withdrawn,
            signals.chapter_restored,
            signals.chapter_hidden,
            signals.chapter_deleted,
        ):
            changed.connect(count, dispatch_uid="comments.count")
        signals.creator_accepted.connect(
            receivers.sign_as_creator, dispatch_uid="comments.sign_as_creator"
        )

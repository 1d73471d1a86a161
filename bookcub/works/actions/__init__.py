"""Changes that reach across works, chapters, tags and people. Keyword-only; each is one transaction."""

from bookcub.works.actions.chapters import (
    add_chapter,
    delete_chapter,
    move_chapter,
    post_due_chapters,
    reorder_chapters,
)
from bookcub.works.actions.creators import (
    ORPHANS,
    invite_co_creator,
    leave_work,
    orphan_work,
    orphans_account,
)
from bookcub.works.actions.related import approve, relate
from bookcub.works.actions.series import put_in_series
from bookcub.works.actions.works import delete_work, make_work, revise_work, tag_work
from bookcub.works.actions.writing import (
    rewrite_chapter,
    rewrite_draft,
    rewrite_work,
    write_chapter,
    write_work,
)

__all__ = [
    "ORPHANS",
    "add_chapter",
    "approve",
    "delete_chapter",
    "delete_work",
    "invite_co_creator",
    "leave_work",
    "make_work",
    "move_chapter",
    "orphan_work",
    "orphans_account",
    "post_due_chapters",
    "put_in_series",
    "relate",
    "reorder_chapters",
    "revise_work",
    "rewrite_chapter",
    "rewrite_draft",
    "rewrite_work",
    "tag_work",
    "write_chapter",
    "write_work",
]

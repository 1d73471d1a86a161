from django.urls import URLPattern, URLResolver, path

from bookcub.comments.views import (
    accepted_claims,
    accepted_suggestions,
    approvals,
    claims,
    comments,
    declined_claims,
    declined_suggestions,
    freezes,
    kudos,
    look_aheads,
    notes,
    own_comments,
    rejections,
    replies,
    restorations,
    unreviewed_comments,
    work_comments,
)
from bookcub.comments.views.talks import (
    ahead_in_reads,
    announcements,
    club_talk,
    seen_announcements,
    talk_ahead,
    talk_beside_books,
)

app_name = "comments"

WORK = "works/<int:work_id>"
CHAPTER = f"{WORK}/chapters/<int:chapter_id>"
READ = "clubs/<int:club_id>/reads/<int:read_id>"
COMMENT = "comments/<int:comment_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{WORK}/comments", work_comments.index, name="work_comment_index"),
    path(f"{WORK}/comments/unreviewed", unreviewed_comments.index, name="unreviewed_comment_index"),
    path(
        f"{WORK}/comments/approvals", unreviewed_comments.update, name="unreviewed_comment_update"
    ),
    path(
        f"{WORK}/comments/rejections", unreviewed_comments.delete, name="unreviewed_comment_delete"
    ),
    path(f"{WORK}/kudos", kudos.index, name="kudos_index"),
    path(f"{WORK}/kudos/delete", kudos.delete, name="kudos_delete"),
    path(f"{CHAPTER}/notes", notes.index, name="note_index"),
    path(f"{CHAPTER}/notes/new", notes.new, name="note_new"),
    path(f"{WORK}/look-ahead", look_aheads.create, name="look_ahead_create"),
    path(f"{WORK}/look-ahead/delete", look_aheads.delete, name="look_ahead_delete"),
    path("clubs/<int:club_id>/talk", talk_beside_books.index, name="talk_beside_books_index"),
    path(f"{READ}/talk", club_talk.index, name="club_talk_index"),
    path(f"{READ}/talk/ahead", talk_ahead.detail, name="talk_ahead_detail"),
    path(f"{READ}/look-ahead", ahead_in_reads.create, name="read_look_ahead_create"),
    path(f"{READ}/look-ahead/delete", ahead_in_reads.delete, name="read_look_ahead_delete"),
    path(COMMENT, comments.detail, name="comment_detail"),
    path(f"{COMMENT}/edit", comments.edit, name="comment_edit"),
    path(f"{COMMENT}/delete", comments.delete, name="comment_delete"),
    path(f"{COMMENT}/restoration", restorations.create, name="restoration_create"),
    path(f"{COMMENT}/reply", replies.create, name="reply_create"),
    path(f"{COMMENT}/approval", approvals.create, name="approval_create"),
    path(f"{COMMENT}/rejection", rejections.create, name="rejection_create"),
    path(f"{COMMENT}/freeze", freezes.create, name="freeze_create"),
    path(f"{COMMENT}/freeze/delete", freezes.delete, name="freeze_delete"),
    path(
        f"{COMMENT}/announcement/seen", seen_announcements.create, name="seen_announcement_create"
    ),
    path(f"{COMMENT}/announcement/delete", announcements.delete, name="announcement_delete"),
    path(f"{COMMENT}/claim", claims.new, name="claim_new"),
    path(
        f"{COMMENT}/suggestion/acceptance",
        accepted_suggestions.create,
        name="accepted_suggestion_create",
    ),
    path(
        f"{COMMENT}/suggestion/refusal",
        declined_suggestions.create,
        name="declined_suggestion_create",
    ),
    path("comments/mine", own_comments.index, name="own_comment_index"),
    path("comments/claims", claims.index, name="claim_index"),
    path(
        "comments/claims/<int:claim_id>/approval",
        accepted_claims.create,
        name="accepted_claim_create",
    ),
    path(
        "comments/claims/<int:claim_id>/rejection",
        declined_claims.create,
        name="declined_claim_create",
    ),
]

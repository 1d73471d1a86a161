from django.urls import URLPattern, URLResolver, path

from bookcub.comments.views import (
    ahead,
    claims,
    club_talk,
    comments,
    decisions,
    kudos,
    notes,
    replies,
    talk_ahead,
    work_comments,
)

app_name = "comments"

WORK = "works/<int:work_id>"
CHAPTER = f"{WORK}/chapters/<int:chapter_id>"
READ = "clubs/<int:club_id>/reads/<int:read_id>"
COMMENT = "comments/<int:comment_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{WORK}/comments", work_comments.index, name="work_comments"),
    path(f"{WORK}/comments/unreviewed", decisions.unreviewed, name="unreviewed"),
    path(f"{WORK}/comments/approvals", decisions.approve_all, name="approval_create_all"),
    path(f"{WORK}/comments/rejections", decisions.reject_all, name="rejection_create_all"),
    path(f"{WORK}/kudos", kudos.index, name="kudos_index"),
    path(f"{WORK}/kudos", kudos.index, name="kudos_create"),
    path(f"{WORK}/kudos/delete", kudos.delete, name="kudos_delete"),
    path(f"{CHAPTER}/notes", notes.index, name="note_index"),
    path(f"{CHAPTER}/notes/new", notes.new, name="note_new"),
    path(f"{WORK}/look-ahead", ahead.create, name="look_ahead_create"),
    path(f"{WORK}/look-ahead/delete", ahead.delete, name="look_ahead_delete"),
    path(f"{READ}/talk", club_talk.index, name="club_talk"),
    path(f"{READ}/talk/ahead", talk_ahead.detail, name="talk_ahead"),
    path(f"{READ}/look-ahead", ahead.create_in_read, name="read_look_ahead_create"),
    path(f"{READ}/look-ahead/delete", ahead.delete_in_read, name="read_look_ahead_delete"),
    path(COMMENT, comments.detail, name="comment_detail"),
    path(f"{COMMENT}/edit", comments.edit, name="comment_edit"),
    path(f"{COMMENT}/delete", comments.delete, name="comment_delete"),
    path(f"{COMMENT}/restoration", decisions.restore, name="restoration_create"),
    path(f"{COMMENT}/reply", replies.create, name="reply_create"),
    path(f"{COMMENT}/approval", decisions.approve, name="approval_create"),
    path(f"{COMMENT}/rejection", decisions.reject, name="rejection_create"),
    path(f"{COMMENT}/freeze", decisions.freeze, name="freeze_create"),
    path(f"{COMMENT}/freeze/delete", decisions.thaw, name="freeze_delete"),
    path(f"{COMMENT}/claim", claims.new, name="claim_new"),
    path("comments/claims", claims.index, name="claim_index"),
    path("comments/claims/<int:claim_id>/approval", claims.approve, name="claim_approval_create"),
    path("comments/claims/<int:claim_id>/rejection", claims.reject, name="claim_rejection_create"),
]

from django.urls import URLPattern, path

from bookcub.clubs.views import (
    ballots,
    choices,
    clubs,
    invitations,
    links,
    members,
    memberships,
    nominations,
    pick_rules,
    picks,
    plans,
    progress,
    read_endings,
    reads,
    requests,
    seconds,
    shared_reads,
    work_reads,
)

app_name = "clubs"

CLUB = "clubs/<int:club_id>"
MEMBER = f"{CLUB}/members/<int:membership_id>"
REQUEST = f"{CLUB}/requests/<int:request_id>"
INVITATION = "clubs/invitations/<int:invitation_id>"
PICK = f"{CLUB}/picks/<int:pick_id>"
NOMINATION = f"{PICK}/nominations/<int:number>"
READ = f"{CLUB}/reads/<int:read_id>"

urlpatterns: list[URLPattern] = [
    path("works/<int:work_id>/read-with", shared_reads.new, name="shared_read_new"),
    path("clubs", clubs.index, name="club_index"),
    path("clubs/new", clubs.new, name="club_new"),
    path(INVITATION, invitations.detail, name="invitation_detail"),
    path(f"{INVITATION}/accept", invitations.accept, name="invitation_accept"),
    path(f"{INVITATION}/decline", invitations.decline, name="invitation_decline"),
    path(f"{INVITATION}/postpone", invitations.postpone, name="invitation_postpone"),
    path(f"{INVITATION}/delete", invitations.delete, name="invitation_delete"),
    path("clubs/requests/<int:request_id>/delete", requests.delete, name="request_delete"),
    path("clubs/links/<str:key>", links.detail, name="link_detail"),
    path(
        "clubs/links/<str:key>/membership", links.create_membership, name="link_membership_create"
    ),
    path(CLUB, clubs.detail, name="club_detail"),
    path(f"{CLUB}/edit", clubs.edit, name="club_edit"),
    path(f"{CLUB}/picture", clubs.picture, name="club_picture"),
    path(f"{CLUB}/members", members.index, name="member_index"),
    path(f"{MEMBER}/delete", members.delete, name="member_delete"),
    path(f"{MEMBER}/host", members.create_host, name="host_create"),
    path(f"{MEMBER}/host/delete", members.delete_host, name="host_delete"),
    path(f"{MEMBER}/handover", members.hand_on, name="handover_create"),
    path(f"{CLUB}/me", memberships.edit, name="membership_edit"),
    path(f"{CLUB}/membership", memberships.create, name="membership_create"),
    path(f"{CLUB}/membership/delete", memberships.delete, name="membership_delete"),
    path(f"{CLUB}/closing/delete", memberships.delete_closing, name="closing_delete"),
    path(f"{CLUB}/invitations/new", invitations.new, name="invitation_new"),
    path(f"{CLUB}/link", links.edit, name="link_edit"),
    path(f"{CLUB}/link/delete", links.delete, name="link_delete"),
    path(f"{CLUB}/requests", requests.index, name="request_index"),
    path(f"{CLUB}/requests/new", requests.new, name="request_new"),
    path(f"{REQUEST}/accept", requests.accept, name="request_accept"),
    path(f"{REQUEST}/decline", requests.decline, name="request_decline"),
    path(f"{REQUEST}/postpone", requests.postpone, name="request_postpone"),
    path("works/<int:work_id>/nominate", nominations.of_work, name="work_nominate"),
    path(f"{CLUB}/rules", pick_rules.edit, name="pick_rules_edit"),
    path(f"{CLUB}/picks", picks.index, name="pick_index"),
    path(f"{CLUB}/picks/new", picks.new, name="pick_new"),
    path(f"{CLUB}/picks/passes", choices.let_pass, name="pass_create"),
    path(f"{CLUB}/nominations/new", nominations.new, name="nomination_new"),
    path(PICK, picks.detail, name="pick_detail"),
    path(f"{PICK}/count", picks.count, name="pick_count"),
    path(f"{PICK}/closing", picks.close_now, name="pick_closing_create"),
    path(f"{PICK}/deadline", picks.deadline, name="pick_deadline_update"),
    path(f"{PICK}/cancellation", picks.cancel, name="pick_cancellation_create"),
    path(f"{PICK}/chance", choices.by_chance, name="chance_create"),
    path(f"{PICK}/ballot", ballots.update, name="ballot_update"),
    path(f"{PICK}/ballot/delete", ballots.delete, name="ballot_delete"),
    path(f"{NOMINATION}/withdrawal", nominations.take_back, name="withdrawal_create"),
    path(f"{NOMINATION}/choice", choices.create, name="choice_create"),
    path(f"{NOMINATION}/second", seconds.create, name="second_create"),
    path(f"{NOMINATION}/second/delete", seconds.delete, name="second_delete"),
    path("works/<int:work_id>/reads", work_reads.index, name="work_reads"),
    path(f"{CLUB}/reads", reads.index, name="read_index"),
    path(f"{CLUB}/reads/new", reads.new, name="read_new"),
    path(READ, reads.detail, name="read_detail"),
    path(f"{READ}/end", read_endings.create, name="read_end"),
    path(f"{READ}/end/delete", read_endings.delete, name="ending_delete"),
    path(f"{READ}/plan", plans.edit, name="plan_edit"),
    path(f"{READ}/plan/milestones", plans.update, name="milestone_update"),
    path(f"{READ}/progress", progress.create, name="progress_create"),
    path(f"{READ}/reader", progress.update, name="reader_update"),
]

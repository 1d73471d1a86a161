from django.urls import URLPattern, path

from bookcub.picks.views import (
    adoptions,
    ballots,
    cancellations,
    choices,
    closings,
    counts,
    deadlines,
    draws,
    nominations,
    paper_ballots,
    passes,
    picks,
    rules,
    seconds,
    withdrawals,
    work_nominations,
)

app_name = "picks"

CLUB = "clubs/<int:club_id>"
PICK = f"{CLUB}/picks/<int:pick_id>"
NOMINATION = f"{PICK}/nominations/<int:number>"

urlpatterns: list[URLPattern] = [
    path("works/<int:work_id>/nominate", work_nominations.new, name="work_nomination_new"),
    path(f"{CLUB}/rules", rules.edit, name="pick_rules_edit"),
    path(f"{CLUB}/picks", picks.index, name="pick_index"),
    path(f"{CLUB}/picks/new", picks.new, name="pick_new"),
    path(f"{CLUB}/picks/passes", passes.create, name="pass_create"),
    path(f"{CLUB}/nominations/new", nominations.new, name="nomination_new"),
    path(PICK, picks.detail, name="pick_detail"),
    path(f"{PICK}/delete", picks.delete, name="pick_delete"),
    path(f"{PICK}/count", counts.detail, name="count_detail"),
    path(f"{PICK}/closing", closings.create, name="closing_create"),
    path(f"{PICK}/rules", adoptions.create, name="adoption_create"),
    path(f"{PICK}/deadline", deadlines.update, name="deadline_update"),
    path(f"{PICK}/cancellation", cancellations.create, name="cancellation_create"),
    path(f"{PICK}/chance", draws.create, name="draw_create"),
    path(f"{PICK}/ballot", ballots.update, name="ballot_update"),
    path(f"{PICK}/ballots/<int:membership_id>", paper_ballots.edit, name="paper_ballot_edit"),
    path(f"{PICK}/ballot/delete", ballots.delete, name="ballot_delete"),
    path(f"{NOMINATION}/withdrawal", withdrawals.create, name="withdrawal_create"),
    path(f"{NOMINATION}/choice", choices.create, name="choice_create"),
    path(f"{NOMINATION}/second", seconds.create, name="second_create"),
    path(f"{NOMINATION}/second/delete", seconds.delete, name="second_delete"),
]

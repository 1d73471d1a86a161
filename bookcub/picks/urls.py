from django.urls import URLPattern, path

from bookcub.picks.views import ballots, choices, nominations, picks, rules, seconds

app_name = "picks"

CLUB = "clubs/<int:club_id>"
PICK = f"{CLUB}/picks/<int:pick_id>"
NOMINATION = f"{PICK}/nominations/<int:number>"

urlpatterns: list[URLPattern] = [
    path("works/<int:work_id>/nominate", nominations.of_work, name="work_nominate"),
    path(f"{CLUB}/rules", rules.edit, name="pick_rules_edit"),
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
]

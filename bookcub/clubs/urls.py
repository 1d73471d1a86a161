from django.urls import URLPattern, path

from bookcub.clubs.views import (
    card_memberships,
    card_uses,
    cards,
    clubs,
    handovers,
    hosts,
    invitation_answers,
    invitations,
    link_memberships,
    links,
    members,
    names,
    own_memberships,
    pictures,
    request_answers,
    requests,
)

app_name = "clubs"

CLUB = "clubs/<int:club_id>"
MEMBER = f"{CLUB}/members/<int:membership_id>"
REQUEST = f"{CLUB}/requests/<int:request_id>"
INVITATION = "clubs/invitations/<int:invitation_id>"

urlpatterns: list[URLPattern] = [
    path("card", card_uses.new, name="card_use_new"),
    path("card/club", card_memberships.new, name="card_membership_new"),
    path(f"{CLUB}/cards", cards.create, name="card_create"),
    path(f"{CLUB}/cards/<int:card_id>/delete", cards.delete, name="card_delete"),
    path(INVITATION, invitations.detail, name="invitation_detail"),
    path(
        f"{INVITATION}/accept",
        invitation_answers.create,
        {"answer": "accept"},
        name="invitation_acceptance_create",
    ),
    path(
        f"{INVITATION}/decline",
        invitation_answers.create,
        {"answer": "decline"},
        name="invitation_refusal_create",
    ),
    path(
        f"{INVITATION}/postpone",
        invitation_answers.create,
        {"answer": "postpone"},
        name="invitation_postponement_create",
    ),
    path(f"{INVITATION}/delete", invitations.delete, name="invitation_delete"),
    path("clubs/requests/<int:request_id>/delete", requests.delete, name="request_delete"),
    path("clubs/links/<str:key>", links.detail, name="link_detail"),
    path(
        "clubs/links/<str:key>/membership", link_memberships.create, name="link_membership_create"
    ),
    path(f"{CLUB}/edit", clubs.edit, name="club_edit"),
    path(f"{CLUB}/delete", clubs.delete, name="club_delete"),
    path(f"{CLUB}/picture", pictures.detail, name="picture_detail"),
    path(f"{CLUB}/members", members.index, name="member_index"),
    path(f"{MEMBER}/delete", members.delete, name="member_delete"),
    path(f"{CLUB}/names", names.create, name="name_create"),
    path(f"{CLUB}/names/<int:membership_id>/delete", names.delete, name="name_delete"),
    path(f"{MEMBER}/host", hosts.create, name="host_create"),
    path(f"{MEMBER}/host/delete", hosts.delete, name="host_delete"),
    path(f"{MEMBER}/handover", handovers.create, name="handover_create"),
    path(f"{CLUB}/me", own_memberships.edit, name="membership_edit"),
    path(f"{CLUB}/membership", own_memberships.create, name="membership_create"),
    path(f"{CLUB}/membership/delete", own_memberships.delete, name="membership_delete"),
    path(f"{CLUB}/invitations/new", invitations.new, name="invitation_new"),
    path(f"{CLUB}/link", links.edit, name="link_edit"),
    path(f"{CLUB}/link/delete", links.delete, name="link_delete"),
    path(f"{CLUB}/requests", requests.index, name="request_index"),
    path(f"{CLUB}/requests/new", requests.new, name="request_new"),
    path(
        f"{REQUEST}/accept",
        request_answers.create,
        {"answer": "accept"},
        name="request_acceptance_create",
    ),
    path(
        f"{REQUEST}/decline",
        request_answers.create,
        {"answer": "decline"},
        name="request_refusal_create",
    ),
    path(
        f"{REQUEST}/postpone",
        request_answers.create,
        {"answer": "postpone"},
        name="request_postponement_create",
    ),
]

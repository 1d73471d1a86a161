from django.urls import URLPattern, path

from bookcub.clubs.views import clubs, invitations, links, members, memberships, requests

app_name = "clubs"

CLUB = "clubs/<int:club_id>"
MEMBER = f"{CLUB}/members/<int:membership_id>"
REQUEST = f"{CLUB}/requests/<int:request_id>"
INVITATION = "clubs/invitations/<int:invitation_id>"

urlpatterns: list[URLPattern] = [
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
]

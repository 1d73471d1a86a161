from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from bookcub.people.views import (
    account_settings,
    accounts,
    deletions,
    devices,
    icons,
    invitations,
    keeping,
    preferences,
    profiles,
    pseuds,
    terms,
)

app_name = "people"

urlpatterns: list[URLPattern | URLResolver] = [
    path("terms", terms.detail, name="terms_detail"),
    path("invitations/<slug:code>", accounts.create, name="invitation_detail"),
    path("users/<str:username>/profile", profiles.detail, name="profile_detail"),
    re_path(
        r"^files/icons/(?P<name>[0-9a-z_A-Z-]{8,80})\.webp\Z", icons.detail, name="icon_detail"
    ),
    path("settings", RedirectView.as_view(pattern_name="people:preferences_edit"), name="settings"),
    path("settings/profile", profiles.edit, name="profile_edit"),
    path("settings/preferences", preferences.edit, name="preferences_edit"),
    path("settings/pseuds", pseuds.index, name="pseud_index"),
    path("settings/pseuds/new", pseuds.new, name="pseud_new"),
    path("settings/pseuds/<int:pseud_id>", pseuds.edit, name="pseud_edit"),
    path("settings/pseuds/<int:pseud_id>/default", pseuds.make_default, name="pseud_make_default"),
    path("settings/pseuds/<int:pseud_id>/deletion", pseuds.delete, name="pseud_delete"),
    path("settings/account", account_settings.detail, name="account_detail"),
    path("settings/name", account_settings.edit_name, name="name_edit"),
    path("settings/email", account_settings.edit_address, name="address_edit"),
    path("settings/email/withdrawal", account_settings.delete_claim, name="address_claim_delete"),
    path("settings/password", account_settings.edit_password, name="password_edit"),
    path("settings/devices", devices.index, name="device_index"),
    path("settings/devices/others", devices.delete_others, name="device_delete_others"),
    path("settings/devices/<int:device_id>", devices.delete, name="device_delete"),
    path("settings/invitations", invitations.index, name="invitation_index"),
    path(
        "settings/invitations/<int:invitation_id>/withdrawal",
        invitations.delete,
        name="invitation_delete",
    ),
    path("settings/deletion", deletions.new, name="deletion_new"),
    path("settings/deletion/summary", deletions.create, name="deletion_create"),
    path("keeper", keeping.edit, name="keeper_edit"),
    path("keeper/people", keeping.people, name="keeper_people"),
    path("keeper/people/<str:username>", keeping.person, name="keeper_person"),
    path("keeper/people/<str:username>/return", keeping.switch_on, name="keeper_switch_on"),
    path(
        "keeper/people/<str:username>/keeping", keeping.change_keeping, name="keeper_change_keeping"
    ),
    path("outbox", keeping.outbox, name="outbox_index"),
]

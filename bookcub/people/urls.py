from django.urls import URLPattern, URLResolver, path, re_path
from django.views.generic import RedirectView

from bookcub.people.views import (
    accounts,
    icons,
    keeper,
    language,
    profiles,
    settings,
    terms,
    trash,
)

app_name = "people"

urlpatterns: list[URLPattern | URLResolver] = [
    path("terms", terms.detail, name="terms_detail"),
    path("language", language.edit, name="language_edit"),
    path("trash", trash.trash.index, name="trash_index"),
    path("trash/<slug:kind>/<int:thing_id>", trash.trash.detail, name="trash_detail"),
    path("trash/<slug:kind>/<int:thing_id>/deletion", trash.trash.delete, name="trash_delete"),
    path(
        "trash/<slug:kind>/<int:thing_id>/restoration",
        trash.restorations.create,
        name="trash_restoration_create",
    ),
    path("invitations/<slug:code>", accounts.create, name="account_create"),
    path("users/<str:username>/profile", profiles.detail, name="profile_detail"),
    re_path(
        r"^files/icons/(?P<name>[0-9a-z_A-Z-]{8,80})\.webp\Z", icons.detail, name="icon_detail"
    ),
    path("settings", RedirectView.as_view(pattern_name="people:preferences_edit"), name="settings"),
    path("settings/profile", profiles.edit, name="profile_edit"),
    path("settings/preferences", settings.preferences.edit, name="preferences_edit"),
    path("settings/pseuds", settings.pseuds.index, name="pseud_index"),
    path("settings/pseuds/new", settings.pseuds.new, name="pseud_new"),
    path("settings/pseuds/<int:pseud_id>", settings.pseuds.edit, name="pseud_edit"),
    path(
        "settings/pseuds/<int:pseud_id>/default",
        settings.signatures.update,
        name="signature_update",
    ),
    path("settings/pseuds/<int:pseud_id>/deletion", settings.pseuds.delete, name="pseud_delete"),
    path("settings/account", settings.account.detail, name="account_detail"),
    path("settings/name", settings.usernames.edit, name="username_edit"),
    path("settings/email", settings.email_addresses.edit, name="email_address_edit"),
    path("settings/email/withdrawal", settings.address_claims.delete, name="address_claim_delete"),
    path("settings/password", settings.passwords.edit, name="password_edit"),
    path("settings/devices", settings.devices.index, name="device_index"),
    path("settings/devices/others", settings.sign_outs.create, name="sign_out_create"),
    path("settings/devices/<int:device_id>", settings.devices.delete, name="device_delete"),
    path("settings/blocks", settings.blocks.index, name="block_index"),
    path("settings/blocks/new", settings.blocks.new, name="block_new"),
    path("settings/blocks/<int:block_id>", settings.blocks.delete, name="block_delete"),
    path("settings/mutes/new", settings.mutes.new, name="mute_new"),
    path("settings/mutes/<int:mute_id>", settings.mutes.delete, name="mute_delete"),
    path("settings/invitations", settings.invitations.index, name="invitation_index"),
    path(
        "settings/invitations/<int:invitation_id>/withdrawal",
        settings.invitations.delete,
        name="invitation_delete",
    ),
    path("settings/deletion", settings.deletions.new, name="deletion_new"),
    path("settings/deletion/summary", settings.deletions.create, name="deletion_create"),
    path("keeper", keeper.overview.index, name="keeper_index"),
    path("keeper/archive", keeper.archive.edit, name="archive_edit"),
    path("keeper/people", keeper.members.index, name="member_index"),
    path("keeper/people/<str:username>", keeper.members.edit, name="member_edit"),
    path(
        "keeper/people/<str:username>/return",
        keeper.deactivations.delete,
        name="deactivation_delete",
    ),
    path(
        "keeper/people/<str:username>/keeping", keeper.keeperships.update, name="keepership_update"
    ),
    path("keeper/hidden", keeper.hidings.index, name="hiding_index"),
    path("keeper/hidden/<str:kind>/<int:thing_id>", keeper.hidings.new, name="hiding_new"),
    path("keeper/hidden/<int:hiding_id>/return", keeper.hidings.delete, name="hiding_delete"),
    path("outbox", keeper.outbox.index, name="outbox_index"),
    path("outbox/trial", keeper.trial_letters.create, name="trial_letter_create"),
]

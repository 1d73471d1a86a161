from django.urls import URLPattern, URLResolver, path

from bookcub.importing.views import (
    arrangements,
    batches,
    chapters,
    clubs,
    fandoms,
    former_claims,
    former_members,
    imports,
    letters,
    parts,
    separations,
    uploads,
)

app_name = "importing"

urlpatterns: list[URLPattern | URLResolver] = [
    path("import", uploads.new, name="upload_new"),
    path("imports", imports.index, name="import_index"),
    path("imports/<int:import_id>", imports.detail, name="import_detail"),
    path("imports/<int:import_id>/delete", imports.delete, name="import_delete"),
    path("imports/<int:import_id>/arrangement", arrangements.create, name="arrangement_create"),
    path("imports/<int:import_id>/fandom", fandoms.create, name="fandom_create"),
    path("imports/<int:import_id>/batch", batches.create, name="batch_create"),
    path("imports/<int:import_id>/batch/new", batches.new, name="batch_new"),
    path("imports/<int:import_id>/batch/delete", batches.delete, name="batch_delete"),
    path(
        "imports/<int:import_id>/works/<int:number>/letters", letters.create, name="letters_create"
    ),
    path(
        "imports/<int:import_id>/works/<int:number>/separation",
        separations.create,
        name="separation_create",
    ),
    path("imports/<int:import_id>/works/<int:number>", parts.edit, name="part_edit"),
    path(
        "imports/<int:import_id>/works/<int:number>/chapters/<int:position>",
        chapters.detail,
        name="chapter_detail",
    ),
    path("imports/<int:import_id>/works/<int:number>/delete", parts.delete, name="part_delete"),
    path("clubs/import", clubs.new, name="club_new"),
    path("clubs/imports/<int:import_id>", clubs.detail, name="club_detail"),
    path("clubs/imports/<int:import_id>/delete", clubs.delete, name="club_delete"),
    path("clubs/<int:club_id>/former-members", former_members.index, name="former_member_index"),
    path(
        "clubs/<int:club_id>/former-members/<int:membership_id>",
        former_claims.create,
        name="former_claim_create",
    ),
    path(
        "clubs/<int:club_id>/former-members/claims/<int:claim_id>",
        former_claims.update,
        name="former_claim_update",
    ),
]

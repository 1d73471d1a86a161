from django.urls import URLPattern, URLResolver, path

from bookcub.importing.views import imports, parts, uploads

app_name = "importing"

urlpatterns: list[URLPattern | URLResolver] = [
    path("import", uploads.new, name="upload_new"),
    path("imports", imports.index, name="import_index"),
    path("imports/<int:import_id>", imports.detail, name="import_detail"),
    path("imports/<int:import_id>/delete", imports.delete, name="import_delete"),
    path("imports/<int:import_id>/works/<int:number>", parts.edit, name="part_edit"),
    path("imports/<int:import_id>/works/<int:number>/delete", parts.delete, name="part_delete"),
]

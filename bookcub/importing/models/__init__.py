from bookcub.importing.models.clubs import (
    ClubImport,
    ClubImportQuerySet,
    FormerClaim,
    FormerClaimQuerySet,
)
from bookcub.importing.models.imports import (
    FILES_MAX,
    KEPT_FOR,
    Import,
    ImportedFile,
    State,
    folder_of_imports,
)
from bookcub.importing.models.origin import ChapterOrigin, LeftOut, WorkOrigin
from bookcub.importing.models.part import ImportPart

__all__ = [
    "FILES_MAX",
    "KEPT_FOR",
    "ChapterOrigin",
    "ClubImport",
    "ClubImportQuerySet",
    "FormerClaim",
    "FormerClaimQuerySet",
    "Import",
    "ImportPart",
    "ImportedFile",
    "LeftOut",
    "State",
    "WorkOrigin",
    "folder_of_imports",
]

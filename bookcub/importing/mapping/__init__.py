"""What a source says, mapped to what this archive takes. Nothing here fails: what does not fit is told."""

from bookcub.importing.mapping.chapters import MappedChapter
from bookcub.importing.mapping.work import MappedFields, MappedWork, Signature, map_work

__all__ = ["MappedChapter", "MappedFields", "MappedWork", "Signature", "map_work"]

"""What a source says, fitted to what this archive takes. Nothing here fails: what does not fit is told."""

from bookcub.importing.fitting.chapters import FittedChapter
from bookcub.importing.fitting.work import Fitted, Said, Signature, fit

__all__ = ["Fitted", "FittedChapter", "Said", "Signature", "fit"]

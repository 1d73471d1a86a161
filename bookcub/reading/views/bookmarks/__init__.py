from bookcub.reading.views.bookmarks import bookmarks, external, series, works

__all__ = ["bookmarks", "external", "series", "works"]

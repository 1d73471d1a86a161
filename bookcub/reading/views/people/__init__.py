from bookcub.reading.views.people import bookmarks, people, series, works

__all__ = ["bookmarks", "people", "series", "works"]

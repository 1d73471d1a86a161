"""The archive's SQLite, as Django's setting ENGINE names it."""

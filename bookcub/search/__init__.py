"""The engine that finds: its words, its language, its two indexes and the row of what has changed. Knows no app."""

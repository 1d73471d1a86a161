"""Where some words stand in a text, and where they stand in the text that replaces it. ``docs/notes.md`` tells how."""

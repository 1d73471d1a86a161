"""One importer per format: bytes in, a described work out. Knows no model and no database."""

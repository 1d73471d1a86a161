"""The files of others, read and written: bytes in, a described work or club out. Knows no model and no database."""

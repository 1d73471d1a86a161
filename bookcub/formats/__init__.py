"""The files of others, read and written: bytes in, a parsed work or club out. Knows no model and no database."""

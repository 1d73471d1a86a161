"""Small answers for browsers, phones and search engines, at the addresses where they look."""

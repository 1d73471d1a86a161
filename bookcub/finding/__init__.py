"""Search pages: what is asked, and what comes of it."""

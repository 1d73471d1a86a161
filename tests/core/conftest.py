"""Property tests measure truth and not speed: time limits are tests of their own."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

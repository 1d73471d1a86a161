"""Which language is asked for, which way it is written, and sentences that nobody has translated."""

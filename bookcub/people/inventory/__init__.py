"""What the archive keeps of a person, as every package tells it, and its page for readers."""

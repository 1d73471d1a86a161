"""What leaves the archive as a file."""

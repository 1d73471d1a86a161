"""What stays: recall, predictions, keepsakes, a year ago."""

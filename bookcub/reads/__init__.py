"""What a club reads: reads, plans, milestones, places."""

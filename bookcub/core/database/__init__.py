"""What both databases are asked the same way: order, letters, locks, migrations, and what is the matter when one does not answer."""

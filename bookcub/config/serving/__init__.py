"""What stands between a connection and a view: bodies are received, threads are shared out, answers are sent."""

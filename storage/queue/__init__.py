"""What we send: the queue of notices, its claims, and the cards that stand in Slack."""

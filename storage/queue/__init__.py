"""The outgoing queue: notices, senders' claims on them, their resolution, and the cards posted in Slack."""

"""Scheduled jobs and delivery: jobs queue notices when they are due; senders claim and send them."""

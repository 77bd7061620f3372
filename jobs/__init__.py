"""Jobs watch the clock: they decide and queue, or claim and send."""

"""The bot, the clock and the worker as processes: web server, queues, heartbeat, health, metrics and logs."""

"""The processes (bot, clock, worker) and what each runs with: web server, queues, heartbeat, health, metrics, logs."""

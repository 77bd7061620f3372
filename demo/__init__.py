"""The demo: an office of Kent's people in a local Slack workspace, and the story that the demo plays in it."""

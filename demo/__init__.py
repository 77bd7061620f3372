"""The demo: an office of Kent's people in a local Slack workspace, and the story that is played in it."""

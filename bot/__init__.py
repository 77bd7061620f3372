"""The doors in Slack: commands, replies, buttons, forms, the home page. What they ask for is done by ``workflow``."""

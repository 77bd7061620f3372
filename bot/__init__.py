"""What comes from Slack: commands, replies, buttons, forms, the home page. ``workflow`` does what they ask."""

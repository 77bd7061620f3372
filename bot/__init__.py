"""All that a person sees in Slack."""

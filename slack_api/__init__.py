"""The one client of Slack's Web API: each call succeeds, or says whether it failed for good, for now, or unknowably."""

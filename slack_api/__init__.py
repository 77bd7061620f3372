"""The one client of Slack's Web API: a failed call is Permanent, Temporary, or Unknown."""

"""Records of what Slack sends: requests already handled, versions of replies, threads and people."""

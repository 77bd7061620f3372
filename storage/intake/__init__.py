"""What Slack sent us: requests already handled, versions of replies, threads and people."""

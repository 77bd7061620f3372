"""Who is told what and when: reminders, escalations and digests."""

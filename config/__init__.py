"""Settings, read at the two ends of the house and handed down."""

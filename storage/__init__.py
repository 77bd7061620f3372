"""Storage remembers. Functions take the open transaction first and never commit."""

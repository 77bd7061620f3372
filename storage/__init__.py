"""Everything that is kept in the database. Functions take the open transaction first and never commit."""

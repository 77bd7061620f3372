"""Reading files of any usual kind: the rows of their tables and their running text."""

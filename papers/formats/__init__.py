"""From a file of any usual kind to the rows that stand in it."""

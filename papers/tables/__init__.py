"""From rows to actions: the bounds of tables, the field of each column, and the lines."""

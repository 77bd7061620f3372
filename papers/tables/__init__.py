"""From rows to actions: which column is what, where a table begins and ends, and the lines it holds."""

"""Registers and their actions: the log of changes, the current state folded from it, and the papers that were read."""

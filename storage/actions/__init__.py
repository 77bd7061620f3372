"""Registers and their actions: the log of changes, what it leaves, and the papers that were read."""

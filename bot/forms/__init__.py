"""The forms that people fill in: one file each."""

"""The content of papers and reports, from the register as it was known on a day."""

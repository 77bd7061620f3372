"""A paper that is read, against the register: what is new, changed, missing or doubtful."""

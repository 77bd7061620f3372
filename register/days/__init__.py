"""The days of a register: its calendar, target dates as committees print them, and the words that name a time."""

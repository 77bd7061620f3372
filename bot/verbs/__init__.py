"""What can be typed after /htst: the functions that answer, one file a subject."""

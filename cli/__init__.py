"""The command line's parts: what it prints, the processes it starts, and the demo."""

"""Meetings, the rounds before them, and what a committee's papers are made of."""

"""What can happen to a register: one file a subject, one function a deed, one transaction each.

A deed is given who asks and by which road, asks permission with the action in hand, lets ``register`` decide,
writes the change and the notices it causes, and returns after the commit. It never calls Slack.
"""

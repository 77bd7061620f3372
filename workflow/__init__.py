"""What can happen to a register: one file a subject, one function an operation, one transaction each.

An operation is given who asks and where (command, form, reply, shell …), checks permission with the action in hand,
lets ``register`` decide, writes the change and the notices it causes, and returns after the commit.
It never calls Slack.
"""

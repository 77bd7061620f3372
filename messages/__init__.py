"""What the bot says in Slack: from actions, batches and digests to text and blocks. Pure; one file an occasion.

``mrkdwn`` makes people's words safe for Slack, ``lines`` puts an action in a line, ``layout`` holds the pieces of
a message within Slack's limits, ``command_spelling`` says how a command is typed where a message is read.
"""

"""What everything the bot says looks like: from actions, batches and digests to text and blocks. Pure.

``phrasing`` holds days, people and people's words as phrases, ``lines`` an action in a line, ``layout`` the
pieces of a message within Slack's limits; the rest is one file for each occasion.
"""

from bot.forms.update import update_modal
from messages.answers import (
    help_message,
    listing,
    mine,
    plain,
    refusal,
    state,
    status,
)
from messages.cards import assigned, assigned_summary, card, recorded, which_action
from messages.home import Own, closed_home, home
from messages.layout import Message
from messages.naming import each_naming, naming
from messages.notices import PART_SHOWN, digest, escalation, reminder

__all__ = [
    "PART_SHOWN",
    "Message",
    "Own",
    "assigned",
    "assigned_summary",
    "card",
    "closed_home",
    "digest",
    "each_naming",
    "escalation",
    "help_message",
    "home",
    "listing",
    "mine",
    "naming",
    "plain",
    "recorded",
    "refusal",
    "reminder",
    "state",
    "status",
    "update_modal",
    "which_action",
]

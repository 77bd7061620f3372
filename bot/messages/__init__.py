"""What everything the bot says looks like: from actions, batches and digests to text and blocks. Pure.

``phrasing`` holds days, people and people's words as phrases, ``lines`` an action in a line, ``layout`` the
pieces of a message within Slack's limits; the rest is one file for each occasion.
"""

from bot.messages.answers import help, listing, mine, plain, refusal, state, status  # noqa: A004
from bot.messages.cards import assigned, assigned_summary, card, recorded, which_action
from bot.messages.forms import update_modal
from bot.messages.home import Own, closed_home, home
from bot.messages.layout import Message
from bot.messages.naming import each_naming, naming
from bot.messages.notices import PART_SHOWN, digest, escalation, reminder

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
    "help",
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

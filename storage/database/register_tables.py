"""Registers and their actions: settings, what actions are now, and every change that made them so."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.database.columns import Id, JsonColumn, JsonOrNull, SortedText, metadata
from storage.database.engine import Moment

register = Table(
    "register",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("chain", Text),  # the slug that the hashes of its changes were begun with, where it was another
    Column("title", Text, nullable=False),
    Column("committee", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("nation", Text, nullable=False, server_default="england"),
    Column("closed_days", JsonColumn, nullable=False, server_default="[]"),
    Column("life_plan", JsonColumn, nullable=False, server_default="{}"),
    Column("meetings", JsonColumn, nullable=False, server_default="{}"),
    Column("paper", JsonColumn, nullable=False, server_default="{}"),
    Column("answers", JsonColumn, nullable=False, server_default="{}"),  # what people answered about its papers
    Column("leads_channel", Text, nullable=False),
    Column("admins", JsonColumn, nullable=False),
    Column("reminders", JsonColumn, nullable=False),
    Column("digest", JsonColumn, nullable=False),
    Column("cards_when_due", Boolean, nullable=False, server_default=false()),
)

directorate = Table(
    "directorate",
    metadata,
    Column("register", ForeignKey(register.c.slug), primary_key=True),
    Column("code", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False, index=True),  # which register a channel speaks of
    Column("lead", Text, nullable=False),
    Column("members", JsonOrNull),  # who sits in the channel; NULL: never read
)

# The current state of an action: the fold of its changes, stored so that reading need not replay them.
action = Table(
    "action",
    metadata,
    Column("id", Id, primary_key=True),
    # None: it is in no register any more, as its import was undone.
    Column("register", ForeignKey(register.c.slug)),
    Column("ref", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("defined", Text, nullable=False),
    Column("delivered", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("progress", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("more", JsonColumn, nullable=False, server_default="{}"),  # what else the committee prints, by field
    # Evidence, dates asked for, people (register.life).
    Column("life", JsonColumn, nullable=False, server_default="{}"),
    Column("waiting", Text, nullable=False, server_default=""),  # what somebody must decide (register.waiting)
    # The printed words, folded (register.words.text_folding).
    Column("search", Text, nullable=False, server_default=""),
    # What a typed ref is looked up by, and a text that sorts as refs do (register.known_refs).
    Column("ref_letters", SortedText, nullable=False, server_default=""),
    Column("ref_order", SortedText, nullable=False, server_default=""),
    # A text that sorts the most urgent first (register.urgency): lists are read along it, and counted by it.
    Column("urgency", SortedText, nullable=False, server_default=""),
    # What is counted often (storage.actions.tallies): under which texts, when (UTC) an owner was last heard, and
    # whether nobody ever said anything nor waits for another date.
    Column("owners", SortedText, nullable=False, server_default=""),
    Column("progress_key", SortedText, nullable=False, server_default=""),
    Column("decision_key", SortedText, nullable=False, server_default=""),
    Column("heard_at", Moment),
    Column("is_silent", Boolean, nullable=False, server_default=false()),
    Column("no_change", JsonOrNull),  # the last report of no change that holds (register.action.NoChange)
    UniqueConstraint("register", "ref"),  # the committee's own number; commands look an action up by it
    Index("ix_action_register_status", "register", "status"),  # what is open
    Index("ix_action_register_position", "register", "position"),  # the committee's order
    Index("ix_action_register_ref_letters", "register", "ref_letters"),  # the ref that somebody types
    Index("ix_action_register_ref_order", "register", "ref_order"),  # from one ref to another, and what is near
    # The most urgent first, of all or of some owners, without their rows.
    Index("ix_action_urgent", "register", "urgency", "position", "id", "owners"),
    # All words, read for a list by words, without the rows. PostgreSQL takes no such long texts into an index.
    Index("ix_action_words", "register", "urgency", "position", "search").ddl_if(dialect="sqlite"),
    # Counted by whose they are, without a row: what is open, late or silent, and what a round has not heard of.
    Index(
        "ix_action_counted",
        *("register", "owners", "urgency", "position", "is_silent", "heard_at", "ref", "id"),
    ),
    # What waits for a decision, by who is to decide, without a row.
    Index("ix_action_waiting", "register", "waiting", "owners", "decision_key", "position", "ref"),
    # As progress is printed.
    Index("ix_action_register_progress_key_position", "register", "progress_key", "position"),
)

owner = Table(
    "owner",
    metadata,
    Column("action", ForeignKey(action.c.id), primary_key=True),
    Column("code", Text, primary_key=True),  # as printed: ALL stays ALL, so that a new directorate is in it
    Column("position", Integer, nullable=False),
    Index("ix_owner_code_action", "code", "action"),  # a directorate's own actions
)

# Who is the named officer of an action, for one directorate of it or more: part of its life, by person.
officer = Table(
    "officer",
    metadata,
    Column("action", ForeignKey(action.c.id), primary_key=True),
    Column("person", Text, primary_key=True),
    Index("ix_officer_person_action", "person", "action"),  # a person's own actions
)

milestone = Table(
    "milestone",
    metadata,
    Column("action", ForeignKey(action.c.id), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("label", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("deadline", Date),
    Column("original", Date),
    Column("met", Date),
    # No promise, but the day on which an ongoing action is looked at next: after its milestones.
    Column("is_review", Boolean, nullable=False, server_default=false()),
    # Reminders up to this local day have been sent or are left to the digest, for everybody.
    Column("reminded_through", Date, nullable=False),
    # The day the next reminder is due, or NULL. The timetable reads only what this index finds.
    Column("next_reminder", Date, index=True),
    # Who has been reminded further than that, and when each was last: key of a part (register.notices.recipients) to
    # local day and moment.
    Column("reminded", JsonColumn, nullable=False, server_default="{}"),
    Index("ix_milestone_deadline_action", "deadline", "action"),  # overdue, and due soon
)

link = Table(
    "link",
    metadata,
    Column("action", ForeignKey(action.c.id), primary_key=True),
    Column("to", Text, primary_key=True),
    Column("register", Text, nullable=False),
    Index("ix_link_register_to", "register", "to"),  # which actions refer to this one
)

update = Table(
    "update",
    metadata,
    Column("id", Id, primary_key=True),
    Column("action", ForeignKey(action.c.id), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("channel", Text),  # in which it was said: for which directorate somebody speaks
    Column("ts", Text),
    Column("thread", Text),  # the ts of the message whose thread it is in
    Column("withdrawn_at", Moment),
    # Its words, folded (register.words.text_folding).
    Column("search", Text, nullable=False, server_default=""),
    # The Slack message it came from: an edit or a deletion finds it by that, and of each action it is one update.
    UniqueConstraint("channel", "ts", "action"),
    Index("ix_update_by_action", "by", "action"),  # what somebody has spoken of
)

# Every change, in a chain of hashes for each register: it gives the register as at any day and shows tampering.
change = Table(
    "change",
    metadata,
    Column("id", Id, primary_key=True),
    Column("register", ForeignKey(register.c.slug), nullable=False),
    Column("number", Integer, nullable=False),
    Column("action", ForeignKey(action.c.id), index=True),  # the changes of one action
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("by", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("before", JsonColumn, nullable=False),
    Column("after", JsonColumn, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    UniqueConstraint("register", "number"),  # two writers cannot both be next in the chain
    # The changes of a week; the register as at a day; of what somebody was heard, without the changes' rows.
    Index("ix_change_register_at_kind_action", "register", "at", "kind", "action"),
    Index("ix_change_register_by_number", "register", "by", "number"),  # what somebody did last
    # Of which actions anybody ever spoke of the date: of few.
    Index(
        "ix_change_outlook",
        *("register", "action"),
        sqlite_where=text("kind = 'outlook'"),
        postgresql_where=text("kind = 'outlook'"),
    ),
)

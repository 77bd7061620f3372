"""Whose an action is: its lead directorate and the officer of each directorate."""

from collections.abc import Mapping

from sqlalchemy import Connection

from messages.outcomes import lead_meanwhile, officer_meanwhile
from messages.requests import named, relieved
from register.absences import person_or_deputy
from register.action import EVERY_DIRECTORATE, Action
from register.change import Change
from register.changes import OwnersChanged
from register.life_changes import LeadNamed, OfficerNamed
from register.permissions import Permission, check
from register.phrases import joined
from register.refused import Command, Refused
from register.register import Register
from storage.actions import actions, change_log, write_actions
from storage.intake import absences
from storage.queue import cards, notices
from storage.queue.notices import Notice, NoticeKind
from workflow.cards import channels_of, move_cards
from workflow.context import Context, Request, Stale, latest_author, lock_and_find, one_transaction
from workflow.people import refuse_guest


def name_officer(
    context: Context,
    request: Request,
    slug: str,
    ref: str,
    person: str,
    code: str | None = None,
    *,
    seen: Mapping[str, str] | None = None,
) -> tuple[Action, str]:
    """Name a person for an action in a directorate (None: the one that is meant); give both.

    They are told, or while they are away their deputy is, and so is whoever was named before. ``seen`` are the
    officers, by directorate, that a form showed. Raises Refused, and Stale where another is named there since.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Permission.NAME, register, action)
        code = code or _directorate_meant(register, request, action)
        if code not in action.directorates:
            raise Refused(f"Action {ref} is not owned by {code}, but by {joined(action.directorates)}.")
        if seen is not None and seen.get(code, "") != action.life.officers.get(code, ""):
            what_changed = officer_meanwhile(
                action, code, change_log.last_by(tx, number, OfficerNamed, code=code)
            )
            raise Stale(f"Somebody is named for {code} since you opened this form.", what_changed)
        refuse_guest(tx, context, person, "person")
        author = latest_author(tx, context, request, number)
        write_actions.change(tx, register, {number: [OfficerNamed(code, person)]}, author)
        tell_officers(tx, context, request, register, action, code, person)
        cards.redraw(tx, [number], context.now())
        return actions.by_id(tx, register, number), code


def tell_officers(
    tx: Connection,
    context: Context,
    request: Request,
    register: Register,
    action: Action,
    code: str,
    person: str,
) -> None:
    """Tell who is the officer of an action in a directorate from now on (``person``; "": nobody), and who was until
    now; not whoever asks for it. ``action`` is as it was before.
    """
    before = action.life.officers.get(code, "")
    if person == before:
        return
    messages = []
    to = person_or_deputy(person, absences.current(tx, context.today(register))) if person else ""
    if to not in ("", request.user):
        messages.append(("named", to, named(action, code, request.user, "" if to == person else person)))
    if before not in ("", request.user):
        messages.append(("relieved", before, relieved(action, code, request.user, person)))
    for what, recipient, message in messages:
        key = f"{what}:{register.slug}:{action.ref}:{code}:{request.key}:{recipient}"
        notice = Notice(
            register.slug, key, NoticeKind.ANSWER, recipient, refs=(action.ref,), payload=message.arguments
        )
        notices.queue(tx, notice, context.now())


def _directorate_meant(register: Register, request: Request, action: Action) -> str:
    """The directorate of an action for which somebody names a person without saying for which: that of the channel, or
    the one that they lead or are of. Raises Refused where it is not clear.
    """
    channels = request.asker.channels
    own = [d.code for d in register.directorates if d.code in action.directorates]
    here = [d.code for d in register.directorates if d.code in own and d.speaks_in(channels)]
    theirs = [d.code for d in register.directorates_of(request.user, channels) if d.code in own]
    possible = here or theirs or own
    if len(possible) == 1:
        return possible[0]
    example = Command(f"assign {action.ref} @name for {own[0] if own else 'CODE'}")
    raise Refused(
        f"Action {action.ref} is owned by {joined(own)}, so please say for which: for instance ", example, "."
    )


def name_lead(
    context: Context, request: Request, slug: str, ref: str, code: str, *, seen: str | None = None
) -> Action:
    """Make a directorate the lead of an action. One that does not own it yet is added, by an administrator only.

    ``seen`` is the code of the lead that a form showed. Raises Refused, and Stale where another leads since.
    """
    with one_transaction(context, request) as tx:
        register, number = lock_and_find(tx, slug, ref)
        action = actions.by_id(tx, register, number)
        check(request.asker, Permission.NAME, register, action)
        if seen is not None and seen != action.life.lead:
            what_changed = lead_meanwhile(action, change_log.last_by(tx, number, LeadNamed))
            raise Stale(f"Another directorate leads on action {ref} since you opened this form.", what_changed)
        changes: list[Change] = []
        if code not in action.directorates:
            check(request.asker, Permission.MOVE_OWNER, register, action)
            ours = set(register.codes) & set(action.owners)
            # Where no current owner is a directorate of this register (any more), the new lead replaces them all.
            owners = [owner for owner in action.owners if owner != EVERY_DIRECTORATE] if ours else []
            changes.append(OwnersChanged((*owners, code)))
        changes.append(LeadNamed(code))
        before = channels_of(tx, register, [number])
        author = latest_author(tx, context, request, number)
        write_actions.change(tx, register, {number: changes}, author)
        move_cards(tx, context.now(), register, before)
        return actions.by_id(tx, register, number)

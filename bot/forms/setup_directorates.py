"""The page of the settings' form about directorates that are new, renamed or gone."""

from collections.abc import Mapping, Sequence

from bot.forms.inputs import channel_input, person_input, select_input
from messages.layout import Block, section
from messages.lines import named
from messages.mrkdwn import inline
from register.phrases import number, shortened
from register.register import Register
from storage.actions import unanswered_by_owner
from storage.actions.tallies import owner_sets
from storage.database.engine import reading
from workflow.context import Context


def removed_with_actions(context: Context, before: Register, after: Register) -> dict[str, tuple[str, ...]]:
    """The directorates that new settings no longer have and that own open actions, with the refs of those."""
    removed = [code for code in before.codes if code not in after.codes]
    if not removed:
        return {}
    with reading(context.engine) as tx:
        owned = owner_sets(tx, before).items()
        keys = {code: [key for key, owners in owned if code in owners] for code in removed}
        theirs = {code: tuple(unanswered_by_owner.refs(tx, before, keys[code])) for code in removed}
    return {code: refs for code, refs in theirs.items() if refs}


def about_directorates(
    before: Register, after: Register, new: Sequence[str], removed: Mapping[str, Sequence[str]]
) -> list[Block]:
    """What becomes of those that were removed, and the channels and leads of the new ones: fields "gone:CODE",
    "channel:CODE" and "lead:CODE".
    """
    blocks: list[Block] = [section("Nothing is saved yet. A few questions about the directorates first.")]
    names = {one.code: one.name for one in after.directorates}
    for code, refs in removed.items():
        blocks.append(
            section(f"*{inline(code, 30)}* owns {number(len(refs), 'open action')}: {named(refs, 12)}.")
        )
        options = [(f"={to}", shortened(f"They go to {to}: {names[to]}", 74)) for to in after.codes[:98]]
        options.append(("-", "They stay with their other owners, if any"))
        first = f"={new[0]}" if len(new) == len(removed) == 1 else ""
        label = f"What happens to the actions of {code}?"
        hint = "Nobody is reminded of an action that has no other owner; it still shows whose it was."
        blocks.append(
            select_input(f"gone:{code}", label, options, "Choose", hint=hint, value=first, optional=False)
        )
    for code in new:
        was = before.directorate(next(iter(removed))) if len(new) == len(removed) == 1 else None
        blocks.append(channel_input(f"channel:{code}", f"{code}: channel", was.channel if was else ""))
        blocks.append(
            person_input(f"lead:{code}", f"{code}: lead", optional=True, value=was.lead if was else "")
        )
    return blocks

"""Who did what was done to an action while somebody had a form about it open."""

from sqlalchemy import Connection

from register.change import Change
from storage.actions import change_log


def last_by(tx: Connection, number: int, kind: type[Change], **about: object) -> str:
    """Who made the last change of that kind to an action (by row number); empty for nobody.

    ``about`` are fields that the change must have: the ``code`` of a directorate, the ``id`` of an update.
    """
    story = change_log.of_actions(tx, [number]).get(number, [])
    return next(
        (
            one.by
            for one in reversed(story)
            if isinstance(one.change, kind) and about.items() <= vars(one.change).items()
        ),
        "",
    )

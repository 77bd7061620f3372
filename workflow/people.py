"""Who is in the workspace: what Slack tells of a person is kept."""

from datetime import datetime

from register.people import Person
from storage.database.engine import reading
from storage.intake import people
from workflow.context import Context, Request, one_transaction


def record_person(context: Context, key: str, person: Person, at: datetime) -> bool:
    """Keep what Slack said of a person ``at`` that moment (UTC); False when it was known already.

    Slack tells of each new picture and status too: those are looked at and leave no trace.
    """
    with reading(context.engine) as tx:
        if not people.differs(tx, person):
            return False
    with one_transaction(context, Request(key, person.id, "", at, "people")) as tx:
        people.save(tx, person, at)
    return True

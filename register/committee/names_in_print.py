"""What papers call people of whom the settings may have no name: what they are to the register, never a Slack id."""

from register.register import Register, is_user_id


def author_in_print(register: Register, author: str) -> str:
    """Whoever recorded something: a person by their name or their part, anything else (a paper) as it is."""
    if not is_user_id(author):
        return author
    return register.paper.people.get(author) or register.part_of(author) or "a colleague"


def decider_in_print(register: Register, person: str) -> str:
    """Whoever decided about a date; empty where nobody has yet.

    Leads, administrators and those who stand in for them may: of one who is neither of these now no more is known.
    """
    name = register.paper.people.get(person, "")
    if name or not person:
        return name
    may_decide = {*register.admins, *(one.lead for one in register.directorates)}
    return register.part_of(person) if person in may_decide else "a lead or an administrator"

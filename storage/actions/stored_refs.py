"""The refs of a register, looked up in the database (as register.known_refs says what is looked up)."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, and_, select

from register.known_refs import NEIGHBOURS, ref_letters, ref_order
from register.refs import folded_ref
from register.register import Register
from storage.database.register_tables import action


class StoredRefs:
    """The refs of one register, looked up in a transaction: good until it ends."""

    def __init__(self, tx: Connection, register: Register) -> None:
        self._tx = tx
        self._all = select(action.c.ref).where(action.c.register == register.slug)

    def lettered(self, letters: Collection[str]) -> Sequence[str]:
        """As in ``KnownRefs``."""
        query = self._all.where(action.c.ref_letters.in_(list(letters))).order_by(action.c.position)
        return self._tx.execute(query).scalars().all()

    def continuing(self, letters: str) -> Sequence[str]:
        """As in ``KnownRefs``."""
        column = action.c.ref_letters
        goes_on = and_(column >= f"{letters} ", column < f"{letters}!")  # the sign after the space
        return self._tx.execute(self._all.where(goes_on)).scalars().all()

    def between(self, first: str, last: str) -> Sequence[str]:
        """As in ``KnownRefs``."""
        column = action.c.ref_order
        query = self._all.where(column >= ref_order(first), column <= ref_order(last))
        return self._tx.execute(query.order_by(column)).scalars().all()

    def neighbours(self, ref: str) -> Sequence[str]:
        """As in ``KnownRefs``."""
        place, column = ref_order(ref), action.c.ref_order
        before = self._all.where(column < place).order_by(column.desc()).limit(NEIGHBOURS)
        after = self._all.where(column >= place).order_by(column).limit(NEIGHBOURS)
        below = self._tx.execute(before).scalars().all()
        return [*reversed(below), *self._tx.execute(after).scalars().all()]

    def spelt(self, ref: str) -> str | None:
        """The register's own spelling of a ref that words name (``references``); None where it has no such ref."""
        alike = self.lettered([ref_letters(ref)])
        return next((one for one in reversed(alike) if folded_ref(one) == folded_ref(ref)), None)

    def ends(self) -> tuple[str, str] | None:
        """As in ``KnownRefs``."""
        ways = (action.c.position, action.c.position.desc())
        found = [self._tx.execute(self._all.order_by(way).limit(1)).scalar_one_or_none() for way in ways]
        return (found[0], found[1]) if found[0] is not None and found[1] is not None else None

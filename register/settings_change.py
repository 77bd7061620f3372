"""The change of a register's settings: it is in the register's chain of changes, and belongs to no action."""

from dataclasses import dataclass
from typing import Self

from register.change import RegisterChange
from register.life import Json


@dataclass(frozen=True)
class SettingsChanged(RegisterChange):
    """The settings that changed, by name, with the values before and after."""

    kind = "settings"
    now: Json
    was: Json

    @property
    def before(self) -> Json:
        """The settings until then."""
        return self.was

    @property
    def after(self) -> Json:
        """The settings from then on."""
        return self.now

    @classmethod
    def between(cls, was: Json, now: Json) -> Self | None:
        """The change from one register's settings to another's; None where they are the same."""
        names = [name for name in now if was.get(name) != now[name]]
        if not names:
            return None
        return cls({name: now[name] for name in names}, {name: was[name] for name in names if name in was})

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        return cls(after, before)

"""What the owners say of a date: whether it will be met, and once it has passed, why it was missed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from register.change import ActionState, LifeChange
from register.life import Delay, Json, Life, Outlook


@dataclass(frozen=True)
class OutlookGiven(LifeChange):
    """Somebody said whether an action will be done on time; None: that was taken back, and nothing was said before."""

    kind = "outlook"
    outlook: Outlook | None
    was: Outlook | None = None

    @property
    def before(self) -> Json:
        """What was said before, where anything was."""
        return {"outlook": self.was.written()} if self.was else {}

    @property
    def after(self) -> Json:
        """What was given."""
        return {"outlook": self.outlook.written() if self.outlook else None}

    def applied_to_life(self, life: Life) -> Life:
        """With that outlook."""
        return replace(life, outlook=self.outlook)

    def since(self, state: ActionState) -> Self | None:
        """The same with what was said before."""
        return replace(self, was=state.life.outlook)

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        outlook, was = after["outlook"], before.get("outlook")
        return cls(Outlook.read(outlook) if outlook else None, Outlook.read(was) if was else None)


@dataclass(frozen=True)
class DelayExplained(LifeChange):
    """Somebody said why the date ``deadline`` was missed; None: they took it back. The latest for a date counts."""

    kind = "delay"
    deadline: date
    delay: Delay | None

    @property
    def after(self) -> Json:
        """Which date it is about, and why it was missed."""
        return {"delay": {"of": self.deadline.isoformat(), "why": self.delay.written() if self.delay else None}}

    def applied_to_life(self, life: Life) -> Life:
        """With that explanation."""
        others = (one for one in life.delays if one.deadline != self.deadline)
        return replace(life, delays=(*others, *((self.delay,) if self.delay else ())))

    @classmethod
    def read(cls, before: Json, after: Json) -> Self:
        """From what was written down."""
        of, why = after["delay"]["of"], after["delay"]["why"]
        return cls(date.fromisoformat(of), Delay.read(why) if why else None)

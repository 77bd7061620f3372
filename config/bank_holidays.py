"""The bank holidays of England."""

from collections.abc import Container
from datetime import date

import holidays


def of_england() -> Container[date]:
    """A container of days that says of any date whether it is a bank holiday in England.

    Named by its subdivision: without one, the library leaves out Easter Monday and the August bank holiday.
    """
    return holidays.country_holidays("GB", subdiv="ENG")

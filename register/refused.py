"""The one way the house says no."""


class Refused(Exception):
    """A request that cannot be met, as one sentence the person who asked can act on.

    Nothing has been saved when it is raised: the doors show ``str(refused)`` to that person alone,
    the command line prints it and exits with status 2.
    """

"""The command line of HTST."""


def main() -> None:
    """Placeholder until the commands are here."""

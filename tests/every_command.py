"""All commands of the command line, loaded."""

import click

from htst import main


def every_command() -> dict[str, click.Command]:
    """The commands by their names."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command}

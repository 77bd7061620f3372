"""The kind of import contract that the rooms are held to: a list of what each may import, all else forbidden."""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class AllowList(Contract):
    """A room imports its own modules, the rooms and libraries it names, and the standard library.

    What is imported only for type checking counts too, as does what is imported within a function.
    """

    room = fields.StringField()
    rooms = fields.ListField(subfield=fields.StringField(), required=False)
    libraries = fields.ListField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find every import that is not on the list."""
        room, rooms, libraries = self._given()
        allowed = {room, *rooms, *libraries, *sys.stdlib_module_names}
        modules = {room, *graph.find_descendants(room)}
        forbidden = sorted(
            (importer, imported)
            for importer in modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.partition(".")[0] not in allowed
        )
        return ContractCheck(kept=not forbidden, metadata={"forbidden": forbidden})

    def _given(self) -> tuple[str, list[str], list[str]]:
        """The room, the rooms and the libraries of this contract: the types of the fields are those of the class."""
        given: Any = self
        return given.room, given.rooms, given.libraries

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that is not on the list."""
        found: list[tuple[str, str]] = check.metadata["forbidden"]
        for importer, imported in found:
            output.print_error(f"{importer} imports {imported}, which is not on the list of {self.room}")

"""The kind of import contract that the rooms are held to: a list of what each may import, all else forbidden."""

import sys

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
        allowed = {self.room, *self.rooms, *self.libraries, *sys.stdlib_module_names}
        modules = {self.room, *graph.find_descendants(self.room)}
        forbidden = sorted(
            (importer, imported)
            for importer in modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.partition(".")[0] not in allowed
        )
        return ContractCheck(kept=not forbidden, metadata={"forbidden": forbidden})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import that is not on the list."""
        found: list[tuple[str, str]] = check.metadata["forbidden"]
        for importer, imported in found:
            output.print_error(f"{importer} imports {imported}, which is not on the list of {self.room}")

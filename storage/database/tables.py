"""The whole schema: every table is known once this is imported. A comment beside each index says what it is for."""

from storage.database import paper_tables, process_tables, queue_tables, register_tables, slack_tables
from storage.database.columns import metadata

__all__ = ["metadata", "paper_tables", "process_tables", "queue_tables", "register_tables", "slack_tables"]

"""How a large register is distributed, for SQLite's planner: as ANALYZE counts it, written once.

Without it SQLite takes other indexes, which at 100,000 actions takes up to twenty times as long. ANALYZE itself would
have to be repeated as a register grows, and connections that are open would not learn of it; small registers are quick
whatever the planner does.
"""

from sqlalchemy import Connection

_COUNTED = {
    "action": {
        "ix_action_counted": "100000 100000 5000 11 1 1 1 1 1",
        "ix_action_register_position": "100000 100000 1",
        "ix_action_register_progress_key_position": "100000 100000 20000 1",
        "ix_action_register_ref_letters": "100000 100000 1",
        "ix_action_register_ref_order": "100000 100000 1",
        "ix_action_register_status": "100000 100000 25000",
        "ix_action_urgent": "100000 100000 50 1 1 1",
        "ix_action_waiting": "100000 100000 50000 4000 4000 1 1",
        "ix_action_words": "100000 100000 50 1 1 sz=160",
        "sqlite_autoindex_action_1": "100000 100000 1",
    },
    "change": {
        "ix_change_action": "133334 2",
        "ix_change_outlook": "2000 2000 2",
        "ix_change_register_at_kind_action": "133334 133334 66667 66667 1",
        "ix_change_register_by_number": "133334 133334 266 1",
        "sqlite_autoindex_change_1": "133334 133334 1",
    },
    "directorate": {"ix_directorate_channel": "480 1", "sqlite_autoindex_directorate_1": "480 12 1"},
    "line": {"ix_line_action": "100000 1", "sqlite_autoindex_line_1": "100000 100000 1"},
    "link": {"ix_link_register_to": "2000 2000 1", "sqlite_autoindex_link_1": "2000 1 1"},
    "milestone": {
        "ix_milestone_deadline_action": "100000 50 1",
        "ix_milestone_next_reminder": "100000 88",
        "sqlite_autoindex_milestone_1": "100000 1 1",
    },
    "officer": {"ix_officer_person_action": "10000 50 1", "sqlite_autoindex_officer_1": "10000 1 1"},
    "owner": {"ix_owner_code_action": "103922 8661 1", "sqlite_autoindex_owner_1": "103922 1 1"},
    "register": {"sqlite_autoindex_register_1": "40 1"},
    "update": {
        "ix_update_action": "33334 1",
        "ix_update_by_action": "33334 67 1",
        "sqlite_autoindex_update_1": "33334 33334 33334 1",
    },
}
"""Of each index how many rows it has, and how many share its first column, its first two, and so on: of a register of
100,000 actions that was imported and spoken of (bench.busy_register); "sz", of a wide one, how many bytes a row has.
"""


def write_statistics(tx: Connection) -> None:
    """Have SQLite's planner take the indexes that a large register needs, on each connection that opens from now on."""
    tx.exec_driver_sql("ANALYZE register")  # makes the table for them
    tx.exec_driver_sql("DELETE FROM sqlite_stat1")
    for table, indexes in _COUNTED.items():
        for index, counts in indexes.items():
            tx.exec_driver_sql(
                "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", (table, index, counts)
            )

"""Opening the database, its tables and migrations, backup and restore."""

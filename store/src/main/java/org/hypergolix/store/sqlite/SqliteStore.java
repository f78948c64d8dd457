package org.hypergolix.store.sqlite;

/// Objects, indexes and records in one SQLite file.
public final class SqliteStore {}

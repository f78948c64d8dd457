/// Keeping verified objects: admission, retention, the memory store and the SQLite store.
module org.hypergolix.store {
    requires static org.jspecify;
    requires transitive org.hypergolix.golix;
}

/// Object stores: what may be kept, when it goes, and where it lies.
module org.hypergolix.store {
    requires static transitive org.jspecify;
    requires transitive org.hypergolix.golix;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports org.hypergolix.store;
    exports org.hypergolix.store.admission;
    exports org.hypergolix.store.ledger;
    exports org.hypergolix.store.memory;
    exports org.hypergolix.store.sqlite;
}

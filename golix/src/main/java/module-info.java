/// The Golix protocol: signed, encrypted, content-addressed objects. Pure: bytes in, values out.
module org.hypergolix.golix {
    requires static org.jspecify;
}

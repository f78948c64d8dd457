package org.hypergolix.store.memory;

/// The reference store: what every other store must behave like.
public final class MemoryStore {}

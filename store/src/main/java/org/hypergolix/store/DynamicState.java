package org.hypergolix.store;

import org.hypergolix.golix.Ghid;

/// What a store knows of a dynamic address, for ever: also after the object is gone.
///
/// The address belongs to the binder of its first sight and its counter never falls, so that neither a stranger nor an
/// old frame can take its place.
///
/// @param counter of the newest frame ever stored, unsigned
/// @param frame the address of that frame
/// @param target the first target of that frame
/// @param live whether that frame is stored; false after the object was collected
public record DynamicState(Ghid dynamic, Ghid binder, long counter, Ghid frame, Ghid target, boolean live) {}

package org.hypergolix.node.object;

import org.hypergolix.golix.Ghid;

/// One state of an object.
///
/// @param counter of its frame, 0 for a static object
/// @param frame the address of the frame; of the container for a static object
/// @param revision the order in which this node took the states of the object, see [org.hypergolix.wire.local.ObjectState]
record Snapshot(long counter, Ghid frame, Ghid container, Content content, long revision) {}

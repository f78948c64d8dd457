package org.hypergolix.node.sync;

import java.util.List;
import org.hypergolix.golix.Bytes;

/// The objects that an item stands for at one moment, to be published in this order.
///
/// @param counter of the frame, for a dynamic state; else 0
/// @param objects encoded: frame and container, binding and container, or one
public record Publication(OutboxItem item, long counter, List<Bytes> objects) {
    public Publication {
        objects = List.copyOf(objects);
    }

    /// The sum of the sizes.
    public long bytes() {
        long sum = 0;
        for (Bytes object : objects) {
            sum += object.size();
        }
        return sum;
    }
}

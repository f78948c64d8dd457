/// Who hears of what: subscriptions, and announcements on their way to subscribers.
@NullMarked
package org.hypergolix.relay.subscription;

import org.jspecify.annotations.NullMarked;

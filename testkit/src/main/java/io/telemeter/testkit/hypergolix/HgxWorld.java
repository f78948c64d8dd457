package io.telemeter.testkit.hypergolix;

import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxOptions;

/// Accounts that can reach each other: what a test of links needs to run, fake or real.
///
/// A device is named `alice`, or `alice/laptop` for another device of the same account.
public interface HgxWorld extends AutoCloseable {

    /// Options to open this device's home, which may be closed and opened again.
    HgxOptions.Builder options(String device);

    /// A link for this device.
    default HgxLink connect(String device) {
        return HgxLink.connect(options(device).build());
    }

    /// Takes all relays away from the device.
    void cutOff(String device);

    /// Gives them back. What waited arrives some time later.
    void restore(String device);

    /// Stops what runs for this device, which is not used again.
    default void retire(String device) {}

    /// Stops everything.
    @Override
    void close();
}

package org.hypergolix.golix.identity;

import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;

/// What a request says to its recipient.
public sealed interface RequestContent {

    /// "You may read this object": on the wire `HS` for a secret of suite 1, `H3` for one of suite 3.
    ///
    /// @param target the address of the object, dynamic or of a container
    /// @param secret opens the container that `target` stood for when the offer was made
    /// @param counter the counter of that frame, 0 for a static object and always in suite 1: the recipient's floor
    record ShareOffer(Ghid target, Secret secret, long counter) implements RequestContent {

        /// @throws IllegalArgumentException if a counter is given with a secret of suite 1, which cannot carry it
        public ShareOffer {
            if (secret.suite() == CipherSuite.SUITE_1 && counter != 0) {
                throw new IllegalArgumentException("An offer with a secret of suite 1 carries no counter.");
            }
        }
    }

    /// `AK`: the offer `request` was taken.
    ///
    /// @param status 0; others are kept as they are (unsigned 32 bits)
    record ShareAccepted(Ghid request, int status) implements RequestContent {}

    /// `NK`: the offer `request` was not taken.
    ///
    /// @param status as in an acceptance
    record ShareDeclined(Ghid request, int status) implements RequestContent {}
}

package org.hypergolix.node.api;

import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.object.ObjectListener;
import org.hypergolix.node.roaming.Roaming;
import org.jspecify.annotations.Nullable;

/// Tells what happens to the objects that keep the account apart from what concerns applications.
final class AccountListener implements ObjectListener {
    private final ObjectListener applications;
    private volatile @Nullable Roaming roaming;

    AccountListener(ObjectListener applications) {
        this.applications = applications;
    }

    void roaming(Roaming present) {
        roaming = present;
    }

    @Override
    public void updated(Ghid address, @Nullable Object cause) {
        Roaming present = roaming;
        if (present != null && present.keeps(address)) {
            present.updated(address, cause);
        } else {
            applications.updated(address, cause);
        }
    }

    @Override
    public void deleted(Ghid address, @Nullable Object cause) {
        applications.deleted(address, cause);
    }

    @Override
    public void conflicted(Ghid address, Bytes lost) {
        Roaming present = roaming;
        if (present != null && present.keeps(address)) {
            present.updated(address, null);
        } else {
            applications.conflicted(address, lost);
        }
    }
}

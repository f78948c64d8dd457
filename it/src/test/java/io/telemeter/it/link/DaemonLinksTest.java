package io.telemeter.it.link;

import io.telemeter.testkit.hypergolix.HgxBehaviour;
import io.telemeter.testkit.hypergolix.HgxWorld;
import java.nio.file.Path;

/// What every link must do, over daemons, their port on loopback, and a relay on the network.
class DaemonLinksTest extends HgxBehaviour {
    @Override
    protected HgxWorld world(Path directory) {
        return new DaemonWorld(directory);
    }

    @Override
    protected int programsAtOnce() {
        return 4;
    }
}

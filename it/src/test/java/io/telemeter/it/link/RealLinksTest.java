package io.telemeter.it.link;

import io.telemeter.testkit.hypergolix.HgxBehaviour;
import io.telemeter.testkit.hypergolix.HgxWorld;
import java.nio.file.Path;

/// What every link must do, over nodes on the disk and a relay on the network.
class RealLinksTest extends HgxBehaviour {
    @Override
    protected HgxWorld world(Path directory) {
        return new RealWorld(directory);
    }

    @Override
    protected int programsAtOnce() {
        return 4;
    }
}

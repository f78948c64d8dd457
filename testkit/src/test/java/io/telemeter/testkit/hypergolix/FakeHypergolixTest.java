package io.telemeter.testkit.hypergolix;

import java.nio.file.Path;

/// Links over nodes in memory.
class FakeHypergolixTest extends HgxBehaviour {
    @Override
    protected HgxWorld world(Path directory) {
        return new FakeHypergolix(directory);
    }
}

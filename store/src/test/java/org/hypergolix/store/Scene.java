package org.hypergolix.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.hypergolix.golix.Container;
import org.hypergolix.golix.Frame;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.identity.Verified;
import org.hypergolix.store.admission.Admission;
import org.hypergolix.store.admission.Event;
import org.hypergolix.store.admission.Refusal;
import org.hypergolix.store.admission.Verdict;
import org.hypergolix.store.memory.MemoryStore;

/// A store in memory, a clock, and the two parties of most tests, whose identities are stored.
public final class Scene {
    public static final Party ALICE = new Party(1);
    public static final Party BOB = new Party(2);

    public final MemoryStore store = new MemoryStore();
    /// What happened since it was last cleared.
    public final List<Event> events = new ArrayList<>();
    public long nowMillis = 1_000_000;

    public Scene() {
        put(ALICE.identity(), BOB.identity());
    }

    /// Offers an object and commits what follows.
    public Verdict offer(Verified<?> object) {
        Verdict verdict = Admission.judge(store, object, nowMillis);
        if (verdict instanceof Verdict.Accepted(List<Change> changes, List<Event> happened)) {
            store.commit(changes);
            events.addAll(happened);
        }
        return verdict;
    }

    /// Offers objects that must be accepted.
    public void put(Verified<?>... objects) {
        for (Verified<?> object : objects) {
            assertThat(offer(object)).as("%s", object).isInstanceOf(Verdict.Accepted.class);
        }
    }

    /// Offers an object that must be refused.
    public void refuses(Refusal expected, Verified<?> object) {
        ObjectStore.Usage before = store.usage();
        assertThat(offer(object)).as("%s", object).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(expected);
            assertThat(refused.message()).doesNotContain("\n").endsWith(".");
        });
        assertThat(store.usage()).isEqualTo(before);
    }

    /// Lets time pass and sweeps once.
    public boolean sweepAfter(long millis) {
        nowMillis += millis;
        Admission.Sweep sweep = Admission.sweep(store, nowMillis);
        store.commit(sweep.accepted().changes());
        events.addAll(sweep.accepted().events());
        return sweep.unfinished();
    }

    public boolean has(Verified<?> object) {
        return has(object.object().ghid());
    }

    public boolean has(Ghid address) {
        return store.kind(address).isPresent();
    }

    /// A dynamic object with its container.
    public Verified<Frame> dynamic(Party binder) {
        Verified<Container> container = binder.container();
        Verified<Frame> frame = binder.first(container.object().ghid());
        put(frame, container);
        return frame;
    }

    /// A container bound by a static binding.
    public Verified<Container> bound(Party binder) {
        Verified<Container> container = binder.container();
        put(binder.bind(container.object().ghid()), container);
        return container;
    }
}

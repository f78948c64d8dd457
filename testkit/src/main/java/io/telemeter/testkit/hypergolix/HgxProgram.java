package io.telemeter.testkit.hypergolix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.ApiId;
import org.hypergolix.hgx.Codec;
import org.hypergolix.hgx.CreateOptions;
import org.hypergolix.hgx.HgxException;
import org.hypergolix.hgx.HgxLink;
import org.hypergolix.hgx.HgxObject;
import org.jspecify.annotations.Nullable;

/// A random program of three accounts with two applications each, and a model that says how it must end.
///
/// The model knows what the relay has, who may read it and what each account still has to send; it knows nothing of
/// frames, keys, tracking or threads. While the program runs, only what cannot depend on timing is checked; at its end
/// everybody is connected and everything must agree.
final class HgxProgram {
    private static final Codec<Integer> NUMBER = Codec.json(Integer.class);
    private static final int STEPS = 60;
    private static final int LINKS_PER_ACCOUNT = 2;

    private final HgxWorld world;
    private final Random random;
    private final List<Account> accounts = new ArrayList<>();
    private final List<Thing> things = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();
    private int nextValue;

    HgxProgram(HgxWorld world, long seed) {
        this.world = world;
        this.random = new Random(seed);
        for (String name : List.of("alice", "bob", "carol")) {
            accounts.add(new Account(name + "-" + seed));
        }
    }

    /// Runs it and checks how it ends. A failure tells the steps.
    void run() {
        try {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            accounts.forEach(Account::restore);
            accounts.forEach(this::checkEverything);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(String.join("\n", steps), failure);
        } finally {
            accounts.forEach(Account::close);
        }
    }

    private void step() {
        Account account = any(accounts);
        int link = random.nextInt(LINKS_PER_ACCOUNT);
        switch (random.nextInt(20)) {
            case 0, 1 -> create(account, link);
            case 2, 3, 4, 5, 6, 7 -> change(account, link);
            case 8, 9, 10 -> share(account, link);
            case 11, 12, 13 -> fetch(account, link);
            case 14 -> discard(account, link);
            case 15 -> delete(account, link);
            case 16 -> hold(account, link);
            case 17 -> freeze(account, link);
            case 18 -> account.toggle();
            default -> account.reopen(link);
        }
    }

    private void create(Account account, int link) {
        Thing thing = new Thing(account, random.nextInt(5) > 0, ++nextValue);
        HgxObject<Integer> object = account.links.get(link)
                .create(NUMBER, thing.local, new CreateOptions(thing.dynamic, false, Optional.of(thing.apiId)));
        thing.address = object.address();
        account.handles.get(link).put(thing, new Handle(thing, object));
        things.add(thing);
        note(account + "." + link + " creates " + thing);
        int value = thing.local;
        account.send(() -> {
            thing.relayed = value;
            thing.bound = true;
        });
    }

    private void change(Account account, int link) {
        Handle handle = anyHandle(account, link);
        if (handle == null || handle.thing().deleted) {
            return;
        }
        Thing thing = handle.thing();
        if (thing.owner != account || !thing.dynamic) {
            assertThatThrownBy(() -> handle.object.update(value -> value + 1))
                    .isInstanceOfAny(HgxException.LocallyImmutable.class, HgxException.DeadObject.class);
            return;
        }
        int value = ++nextValue;
        note(account + "." + link + " changes " + thing + " to " + value);
        if (random.nextBoolean()) {
            handle.object.update(_ -> value);
        } else {
            handle.object.state(value);
            handle.object.push();
        }
        thing.local = value;
        account.send(() -> thing.relayed = value);
    }

    private void share(Account account, int link) {
        Handle handle = anyHandle(account, link);
        Account recipient = any(accounts);
        if (handle == null || handle.thing().owner != account || handle.thing().deleted || recipient == account
                || (!account.online && !account.known.contains(recipient))) {
            return;
        }
        Thing thing = handle.thing();
        note(account + "." + link + " shares " + thing + " with " + recipient);
        handle.object.share(recipient.fingerprint);
        account.known.add(recipient);
        account.send(() -> recipient.receive(thing));
    }

    private void fetch(Account account, int link) {
        if (things.isEmpty()) {
            return;
        }
        Thing thing = any(things);
        boolean readable = thing.owner == account ? !thing.deleted : thing.readers.contains(account) && thing.exists();
        if (!readable) {
            return;
        }
        note(account + "." + link + " fetches " + thing);
        account.fetch(link, thing);
    }

    private void discard(Account account, int link) {
        Handle handle = anyHandle(account, link);
        if (handle != null) {
            note(account + "." + link + " discards " + handle.thing());
            handle.object.close();
            assertThat(handle.object.alive()).isFalse();
            account.handles.get(link).remove(handle.thing());
        }
    }

    private void delete(Account account, int link) {
        Handle handle = anyHandle(account, link);
        if (handle == null || !handle.thing().dynamic || handle.thing().deleted) {
            return;
        }
        Thing thing = handle.thing();
        if (thing.owner != account) {
            assertThatThrownBy(handle.object::delete)
                    .isInstanceOfAny(HgxException.InconsistentAuthor.class, HgxException.DeadObject.class);
            return;
        }
        note(account + "." + link + " deletes " + thing);
        handle.object.delete();
        assertThat(handle.object.alive()).isFalse();
        thing.deleted = true;
        account.send(() -> thing.bound = false);
    }

    private void hold(Account account, int link) {
        Handle handle = anyHandle(account, link);
        if (handle != null && account.online && handle.thing().exists() && handle.thing().dynamic
                && !handle.thing().deleted) {
            note(account + "." + link + " holds " + handle.thing());
            handle.object.hold();
            if (handle.thing().owner != account) {
                handle.thing().holders.add(account);
            }
        }
    }

    private void freeze(Account account, int link) {
        Handle handle = anyHandle(account, link);
        if (handle == null || handle.thing().owner != account || !handle.thing().dynamic || handle.thing().deleted) {
            return;
        }
        note(account + "." + link + " freezes " + handle.thing());
        int published = handle.thing().local;
        try (HgxObject<Integer> frozen = handle.object.freeze()) {
            assertThat(frozen.state()).isEqualTo(published);
            assertThat(frozen.dynamic()).isFalse();
        }
    }

    private void checkEverything(Account account) {
        for (int link = 0; link < LINKS_PER_ACCOUNT; link++) {
            for (Handle handle : List.copyOf(account.handles.get(link).values())) {
                checkHandle(account, handle);
            }
            for (Thing thing : things) {
                checkFetching(account, link, thing);
            }
        }
    }

    private void checkHandle(Account account, Handle handle) {
        Thing thing = handle.thing();
        boolean usable = thing.owner == account ? !thing.deleted : thing.exists();
        int expected = thing.owner == account ? thing.local : thing.relayed;
        Eventually.happens(account + " has " + thing + (usable ? " with " + expected : " no more"),
                () -> usable ? handle.object.live().getOrDefault(-1) == expected : !handle.object.alive());
        if (usable && thing.owner != account && handle.first != expected) {
            Eventually.happens("the handler of " + account + " sees " + expected, () -> handle.seen.get() == expected);
        }
    }

    private void checkFetching(Account account, int link, Thing thing) {
        HgxLink hgx = account.links.get(link);
        if (thing.owner == account ? !thing.deleted : thing.exists() && thing.readers.contains(account)) {
            int expected = thing.owner == account ? thing.local : thing.relayed;
            Handle handle = account.fetch(link, thing);
            Eventually.happens(account + " reads " + expected, () -> handle.object.live().getOrDefault(-1) == expected);
        } else if (thing.exists() && thing.owner != account) {
            Eventually.happens(account + " cannot read " + thing, () -> isLocked(hgx, thing));
        } else {
            Eventually.happens(thing + " is gone", () -> cannotBeFetched(hgx, thing));
        }
    }

    /// Whether it is there without its key. What its owner sends after he was offline comes some time later.
    private static boolean isLocked(HgxLink link, Thing thing) {
        try {
            link.get(NUMBER, thing.address);
            throw new AssertionError("It can be read.");
        } catch (HgxException.UnknownSecret _) {
            return true;
        } catch (HgxException.DoesNotExist _) {
            return false;
        }
    }

    private static boolean cannotBeFetched(HgxLink link, Thing thing) {
        try {
            link.get(NUMBER, thing.address).discard();
            return false;
        } catch (HgxException.DoesNotExist | HgxException.DeadObject | HgxException.AlreadyDebound _) {
            return true;
        }
    }

    private @Nullable Handle anyHandle(Account account, int link) {
        List<Handle> handles = List.copyOf(account.handles.get(link).values());
        return handles.isEmpty() ? null : any(handles);
    }

    private <E> E any(List<E> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void note(String step) {
        steps.add(step);
    }

    /// An account with its links, and what it has not sent yet.
    private final class Account {
        final String name;
        final List<HgxLink> links = new ArrayList<>();
        final List<Map<Thing, Handle>> handles = new ArrayList<>();
        final Set<Account> known = new HashSet<>();
        final Ghid fingerprint;
        private final List<Runnable> outbox = new ArrayList<>();
        private final List<Thing> mail = new ArrayList<>();
        boolean online = true;

        Account(String name) {
            this.name = name;
            for (int link = 0; link < LINKS_PER_ACCOUNT; link++) {
                links.add(world.connect(name));
                handles.add(new LinkedHashMap<>());
            }
            fingerprint = links.getFirst().whoami();
        }

        void send(Runnable atTheRelay) {
            if (online) {
                atTheRelay.run();
            } else {
                outbox.add(atTheRelay);
            }
        }

        void receive(Thing thing) {
            if (!online) {
                mail.add(thing);
            } else if (thing.exists()) {
                thing.readers.add(this);
                known.add(thing.owner);
            }
        }

        void toggle() {
            note(this + (online ? " goes offline" : " comes back"));
            if (online) {
                awaitMail();
                world.cutOff(name);
                online = false;
            } else {
                restore();
            }
        }

        /// What was shared with an account that is connected may still be on its way to it.
        private void awaitMail() {
            for (Thing thing : things) {
                if (thing.owner != this && thing.exists() && thing.readers.contains(this)) {
                    HgxObject<Integer> object = eventuallyFetch(links.getFirst(), thing);
                    if (!handles.getFirst().containsKey(thing)) {
                        object.discard();
                    }
                }
            }
        }

        void restore() {
            world.restore(name);
            online = true;
            outbox.forEach(Runnable::run);
            outbox.clear();
            List<Thing> waiting = List.copyOf(mail);
            mail.clear();
            waiting.forEach(this::receive);
        }

        void reopen(int link) {
            note(this + "." + link + " restarts");
            links.get(link).close();
            handles.get(link).values().forEach(handle -> assertThat(handle.object.alive()).isFalse());
            handles.get(link).clear();
            links.set(link, world.connect(name));
        }

        Handle fetch(int link, Thing thing) {
            return handles.get(link).compute(thing, (_, held) -> {
                HgxObject<Integer> object = eventuallyFetch(links.get(link), thing);
                if (held != null && held.object.alive()) {
                    assertThat(object).isSameAs(held.object);
                    return held;
                }
                return new Handle(thing, object);
            });
        }

        void close() {
            links.forEach(HgxLink::close);
            world.retire(name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// A share may still be on its way to the node that asks.
    private static HgxObject<Integer> eventuallyFetch(HgxLink link, Thing thing) {
        List<HgxObject<Integer>> fetched = new ArrayList<>();
        Eventually.happens(thing + " can be fetched", () -> {
            try {
                fetched.add(link.get(NUMBER, thing.address));
                return true;
            } catch (HgxException.UnknownSecret | HgxException.DoesNotExist _) {
                return false;
            }
        });
        return fetched.getLast();
    }

    private record Handle(Thing thing, HgxObject<Integer> object, int first, AtomicInteger seen) {
        Handle(Thing thing, HgxObject<Integer> object) {
            this(thing, object, object.live().getOrDefault(-1), new AtomicInteger(-1));
            object.onUpdate(updated -> seen.set(updated.live().getOrDefault(-1)));
        }
    }

    /// An object as the model has it.
    private static final class Thing {
        final Account owner;
        final boolean dynamic;
        final ApiId apiId = ApiId.random();
        final Set<Account> readers = new HashSet<>();
        final Set<Account> holders = new HashSet<>();
        Ghid address;
        /// The owner's newest value, and the relay's.
        int local;
        int relayed;
        /// Deleted by its owner, as he sees it; bound by him, as the relay sees it.
        boolean deleted;
        boolean bound;

        @SuppressWarnings("NullAway.Init") // the address follows at once
        Thing(Account owner, boolean dynamic, int value) {
            this.owner = owner;
            this.dynamic = dynamic;
            this.local = value;
        }

        boolean exists() {
            return bound || !holders.isEmpty();
        }

        @Override
        public String toString() {
            return address.toString();
        }
    }
}

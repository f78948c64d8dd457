package org.hypergolix.hgx;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/// An object's published state for readers only.
record LiveView<T>(LiveObject<T> object) implements LiveValue<T> {
    private static final System.Logger LOG = System.getLogger("org.hypergolix.hgx");

    @Override
    public T get() {
        return object.publishedState();
    }

    @Override
    public T getOrDefault(T fallback) {
        try {
            return get();
        } catch (HgxException.DeadObject | HgxException.Undecodable _) {
            return fallback;
        }
    }

    @Override
    public Subscription onChange(Consumer<? super T> handler) {
        return object.onUpdate(_ -> {
            T value;
            try {
                value = get();
            } catch (HgxException.Undecodable failure) {
                LOG.log(Level.WARNING, "A state cannot be read and is left out: object={0}", object.address());
                LOG.log(Level.DEBUG, failure.getMessage());
                return;
            } catch (HgxException.DeadObject _) {
                return;
            }
            handler.accept(value);
        });
    }

    @Override
    public String toString() {
        return "LiveValue[" + object.address() + "]";
    }
}

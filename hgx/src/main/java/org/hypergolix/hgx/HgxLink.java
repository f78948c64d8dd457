package org.hypergolix.hgx;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hypergolix.golix.Ghid;

/// A program's link to its account: creates, fetches and shares live objects.
///
/// Safe for use by any thread. Only daemon threads run behind it; close it to leave in order. Blocking methods wait at
/// most the request timeout of the options, except where they say otherwise.
public interface HgxLink extends AutoCloseable {

    /// Opens the account of `options` and waits until it can be used. Relays need not be reachable.
    ///
    /// @throws HgxException with one line that says what to do
    static HgxLink connect(HgxOptions options) {
        throw new UnsupportedOperationException();
    }

    /// The account's fingerprint: what others need to share with it.
    Ghid whoami();

    /// This application's token, if one was registered.
    Optional<AppToken> token();

    /// Becomes a new application and answers its token, to be kept for the next run. Once per link.
    AppToken registerToken();

    /// Becomes the application of `token` again; answers its startup object, if it has one.
    Optional<Ghid> registerToken(AppToken token);

    /// Makes `object` the startup object of the token.
    void registerStartup(HgxObject<?> object);

    /// Removes it.
    void deregisterStartup();

    /// Creates and publishes an object.
    <T> HgxObject<T> create(Codec<T> codec, T state, CreateOptions options);

    <T> CompletableFuture<HgxObject<T>> createAsync(Codec<T> codec, T state, CreateOptions options);

    /// Fetches an object. The same handle is returned while it is alive and the codec is the same.
    <T> HgxObject<T> get(Codec<T> codec, Ghid address);

    <T> CompletableFuture<HgxObject<T>> getAsync(Codec<T> codec, Ghid address);

    /// Calls `handler` for shares of `apiId`, pending ones included. One at a time and in order per handler.
    Subscription onShare(ApiId apiId, Consumer<ShareEvent> handler);

    /// The same for shares whose origin and binder both are `origin` only.
    Subscription onShare(ApiId apiId, Ghid origin, Consumer<ShareEvent> handler);

    /// How the relays are.
    List<RelayState> relays();

    /// Calls `handler` when a relay comes or goes.
    Subscription onRelayChange(Consumer<RelayState> handler);

    /// Ends the link: handlers stop, objects are dead, what was pushed is on disk. Twice is harmless.
    @Override
    void close();
}

package org.hypergolix.hgx;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.hypergolix.golix.Ghid;

/// A program's link to its account: creates, fetches and shares live objects.
///
/// Safe for use by any thread. Only daemon threads run behind it; close it to leave in order. Blocking methods may be
/// called anywhere, in handlers too. They wait for the request timeout of the options and at most a second more, then
/// throw [HgxException.Timeout]; interruption ends the wait with [HgxException.Interrupted]. In both cases the request
/// goes on. Once the link is closed every method throws [HgxException.LinkClosed], except where it says otherwise.
///
/// Handlers run on virtual threads, one at a time and in order per handler, and never on a thread of the node. What they
/// throw is logged in one line and ends nothing.
public interface HgxLink extends AutoCloseable {

    /// The most objects that [#objects] gives.
    int MOST_LISTED = 100_000;

    /// Opens the account of `options` and waits until it can be used, which takes seconds if it is to be created with
    /// suite 1. Relays need not be reachable.
    ///
    /// Links of one process to one home share one node; it stops with the last of them. The relays, the suite and the
    /// message limit are those of the link that came first.
    ///
    /// @throws HgxException.CannotOpen with one line that says what to do
    static HgxLink connect(HgxOptions options) {
        return LocalLink.connect(options);
    }

    /// See [#connect].
    static CompletableFuture<HgxLink> connectAsync(HgxOptions options) {
        return Background.supply(() -> connect(options));
    }

    /// The account's fingerprint: what others need to share with it. Known after closing, too.
    Ghid whoami();

    /// This application's token, if one was registered.
    Optional<AppToken> token();

    /// Becomes a new application and answers its token, to be kept for the next run. Once per link.
    ///
    /// @throws HgxException.TokenInUse if this link has a token
    AppToken registerToken();

    /// See [#registerToken()].
    default CompletableFuture<AppToken> registerTokenAsync() {
        return Background.supply(this::registerToken);
    }

    /// Becomes the application of `token` again; answers its startup object, if it has one. Once per link.
    ///
    /// @throws HgxException.TokenInUse if this link has a token, or another link uses this one
    /// @throws HgxException.UnknownToken if the account has no such token
    Optional<Ghid> registerToken(AppToken token);

    /// See [#registerToken(AppToken)].
    default CompletableFuture<Optional<Ghid>> registerTokenAsync(AppToken token) {
        return Background.supply(() -> registerToken(token));
    }

    /// Makes `object` the startup object of the token: what the application wants to find first in its next run.
    ///
    /// @throws HgxException.UnknownToken if no token was registered
    /// @throws HgxException.TokenInUse if the token has a startup object; remove that first
    void registerStartup(HgxObject<?> object);

    /// See [#registerStartup].
    default CompletableFuture<Void> registerStartupAsync(HgxObject<?> object) {
        return Background.run(() -> registerStartup(object));
    }

    /// Removes it.
    ///
    /// @throws HgxException.UnknownToken if no token was registered
    /// @throws HgxException if the token has no startup object
    void deregisterStartup();

    /// See [#deregisterStartup].
    default CompletableFuture<Void> deregisterStartupAsync() {
        return Background.run(this::deregisterStartup);
    }

    /// Creates and publishes an object. It is durable here when this returns; relays get it now or later.
    ///
    /// @throws HgxException.Unencodable if the codec refuses `state`
    /// @throws HgxException.TooLarge if it does not fit into a message
    /// @throws HgxException.StoreFull if the disk or a quota is full
    /// @throws HgxException.UnknownToken if it is to be private and no token was registered
    <T> HgxObject<T> create(Codec<T> codec, T state, CreateOptions options);

    /// The same, dynamic and public, with the codec's api id.
    default <T> HgxObject<T> create(Codec<T> codec, T state) {
        return create(codec, state, CreateOptions.DEFAULT);
    }

    /// See [#create(Codec, Object, CreateOptions)].
    default <T> CompletableFuture<HgxObject<T>> createAsync(Codec<T> codec, T state, CreateOptions options) {
        return Background.supply(() -> create(codec, state, options));
    }

    /// Fetches an object, asking the relays first, and follows it from then on.
    ///
    /// The same handle is returned while it is alive. A state that `codec` cannot read is no failure here, but of
    /// [HgxObject#state()]. If the wait ends early, the object may be followed nevertheless; the next `get` returns it.
    ///
    /// @throws HgxException.CodecMismatch if it is held with a codec that is not equal
    /// @throws HgxException.DoesNotExist if there is no such object
    /// @throws HgxException.UnknownSecret if it was not shared with this account
    /// @throws HgxException.Unavailable if no relay can be reached and it is not known here
    <T> HgxObject<T> get(Codec<T> codec, Ghid address);

    /// See [#get].
    default <T> CompletableFuture<HgxObject<T>> getAsync(Codec<T> codec, Ghid address) {
        return Background.supply(() -> get(codec, address));
    }

    /// Calls `handler` for shares of `apiId` by others, those that came before included if nobody wanted them, and for
    /// objects that other applications of this account create (their origin is the own fingerprint).
    ///
    /// A share counts as handled when all handlers that want it have returned (or thrown): one that is not, because the
    /// link was closed or the process died, comes again in the next run, so a handler may see a share twice. Shares wait
    /// for the handler in a queue of 1,024, at most 64 from one origin; equal ones are merged while they wait. More stay
    /// at the node, with a line in the log, until the queue is empty. Several handlers for one api id are all called.
    Subscription onShare(ApiId apiId, Consumer<? super ShareEvent> handler);

    /// The same for shares whose origin and binder both are `origin`, whatever others send.
    Subscription onShare(ApiId apiId, Ghid origin, Consumer<? super ShareEvent> handler);

    /// The objects that this account can read, own and shared ones, in the order of their addresses; private ones of other
    /// tokens are left out. At most [#MOST_LISTED].
    List<ObjectSummary> objects();

    /// See [#objects].
    default CompletableFuture<List<ObjectSummary>> objectsAsync() {
        return Background.supply(this::objects);
    }

    /// How the relays are; none if the node works locally only.
    List<RelayState> relays();

    /// Calls `handler` when a relay comes or goes. Of changes of one relay that come faster than the handler returns it
    /// sees the newest.
    Subscription onRelayChange(Consumer<? super RelayState> handler);

    /// Ends the link: no handler starts any more, objects are dead, what waits is answered with
    /// [HgxException.LinkClosed], and what was pushed is on disk. Waits up to 5 s for handlers under way, then
    /// interrupts them; not for the one that it is called in. Twice is harmless.
    @Override
    void close();
}

package org.hypergolix.node.app;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.Ghid;
import org.hypergolix.node.Commits;
import org.hypergolix.node.Refusals;
import org.hypergolix.node.account.RecordSeal;
import org.hypergolix.store.Change;
import org.hypergolix.wire.ErrorCode;

/// The applications that have registered: space `apps`, key = the first 32 bytes of SHA-512 of the token, so that the
/// file does not tell it; sealed value `01 | token (16) | startup object (65), if there is one`. At most [#MOST].
public final class AppTokens {
    static final String SPACE = "apps";
    static final int LENGTH = 16;
    static final int MOST = 1_024;

    private static final int KEY_LENGTH = 32;
    private static final Bytes VERSION = Bytes.owning(new byte[]{1});

    private final Commits commits;
    private final RecordSeal seal;
    private final SecureRandom random;

    public AppTokens(Commits commits, RecordSeal seal, SecureRandom random) {
        this.commits = commits;
        this.seal = seal;
        this.random = random;
    }

    /// A new token, on disk.
    Bytes issue() {
        if (commits.view().records(SPACE, Bytes.EMPTY, MOST).size() >= MOST) {
            throw Refusals.storeFull("This account has " + MOST + " application tokens; use one of them.");
        }
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        Bytes token = Bytes.owning(bytes);
        commits.commit(List.of(put(token, Optional.empty())));
        return token;
    }

    /// Whether `token` was issued by this account.
    boolean known(Bytes token) {
        return read(token).isPresent();
    }

    /// The startup object of `token`.
    Optional<Ghid> startup(Bytes token) {
        return read(token).filter(value -> value.size() > VERSION.size() + LENGTH)
                .map(value -> Ghid.fromBytes(value.slice(VERSION.size() + LENGTH)));
    }

    /// Registers the startup object of `token`.
    void registerStartup(Bytes token, Ghid address) {
        if (startup(token).isPresent()) {
            throw Refusals.tokenInUse(
                    ErrorCode.GENERIC, "This application has a startup object already; remove it first.");
        }
        commits.commit(List.of(put(token, Optional.of(address))));
    }

    /// Removes it.
    void deregisterStartup(Bytes token) {
        if (startup(token).isEmpty()) {
            throw Refusals.argument("This application has no startup object.");
        }
        commits.commit(List.of(put(token, Optional.empty())));
    }

    private Optional<Bytes> read(Bytes token) {
        Bytes key = key(token);
        return commits.view().record(SPACE, key).flatMap(sealed -> seal.open(SPACE, key, sealed));
    }

    private Change put(Bytes token, Optional<Ghid> startup) {
        Bytes key = key(token);
        Bytes value = Bytes.concat(VERSION, token, startup.map(Ghid::bytes).orElse(Bytes.EMPTY));
        return new Change.PutRecord(SPACE, key, seal.seal(SPACE, key, value));
    }

    private static Bytes key(Bytes token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-512").digest(token.toArray());
            return Bytes.copyOf(digest, 0, KEY_LENGTH);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("This Java has no SHA-512.", impossible);
        }
    }
}

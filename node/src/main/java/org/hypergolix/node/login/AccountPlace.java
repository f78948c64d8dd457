package org.hypergolix.node.login;

import java.nio.file.Path;
import java.util.Optional;
import org.hypergolix.golix.Ghid;

/// Where an account lives.
public sealed interface AccountPlace {

    /// In its home only.
    record ThisMachine() implements AccountPlace {}

    /// In its home and on its relays, so that other machines can log in.
    ///
    /// @param login the account to log in to where the home has none; nothing makes a new one
    record Relays(Optional<Login> login) implements AccountPlace {}

    /// An account of another machine.
    ///
    /// @param userId its user id
    /// @param fingerprint what its fingerprint must be, if that is known
    /// @param keyFile a copy of its key file, if it has no password
    record Login(Ghid userId, Optional<Ghid> fingerprint, Optional<Path> keyFile) {}
}

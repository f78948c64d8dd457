package org.hypergolix.node.daemon;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.hypergolix.node.account.Accounts;

/// What opens the account of a home.
public enum AccountProtection {

    /// There is none yet.
    NO_ACCOUNT,

    /// A key file beside it.
    KEY_FILE,

    /// A password.
    PASSWORD;

    /// That of `home`.
    ///
    /// @throws IOException if its account file cannot be read or is none; one line that names it
    public static AccountProtection of(Path home) throws IOException {
        Accounts accounts = new Accounts(home, new SecureRandom());
        if (!accounts.exists()) {
            return NO_ACCOUNT;
        }
        return accounts.hasPassword() ? PASSWORD : KEY_FILE;
    }
}

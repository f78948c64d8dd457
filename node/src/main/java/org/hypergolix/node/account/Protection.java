package org.hypergolix.node.account;

import org.hypergolix.golix.Bytes;

/// What the master key of an account is protected by, as the account file says it.
sealed interface Protection {

    /// The number in the file.
    int id();

    /// The master key lies in a file of its own.
    ///
    /// @param keyName 16 bytes that tell this master key from others
    record ByKeyFile(Bytes keyName) implements Protection {
        @Override
        public int id() {
            return 1;
        }
    }

    /// The master key is sealed by a password.
    ///
    /// @param nonce 12 bytes
    /// @param sealedKey the master key and its tag, 48 bytes
    record ByPassword(PasswordHash hash, Bytes nonce, Bytes sealedKey) implements Protection {
        @Override
        public int id() {
            return 2;
        }
    }
}

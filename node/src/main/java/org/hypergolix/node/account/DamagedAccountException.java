package org.hypergolix.node.account;

/// An account file that cannot be read. The message continues "because ...".
final class DamagedAccountException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedAccountException(String message) {
        super(message, null, false, false);
    }
}

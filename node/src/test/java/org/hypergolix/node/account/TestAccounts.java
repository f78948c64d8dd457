package org.hypergolix.node.account;

import io.telemeter.testkit.TestIdentities;
import java.security.SecureRandom;
import java.util.Arrays;
import org.hypergolix.golix.CipherSuite;

/// Accounts without files.
public final class TestAccounts {
    private TestAccounts() {}

    /// The account of a test identity, the same whenever it is asked for.
    public static Account of(CipherSuite suite, int number) {
        byte[] key = new byte[MasterKey.LENGTH];
        Arrays.fill(key, (byte) (number + 1));
        MasterKey master = MasterKey.owning(key);
        return new Account(TestIdentities.of(suite, number), new RecordSeal(master, new SecureRandom()), master);
    }
}

package org.hypergolix.node.account;

import io.telemeter.testkit.TestIdentities;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.hypergolix.golix.CipherSuite;

/// Accounts without files.
public final class TestAccounts {
    private TestAccounts() {}

    /// Writes the key file of [#of(CipherSuite, int)].
    public static Path keyFile(Path file, int number) throws IOException {
        byte[] content = Arrays.copyOf("hgx-key1".getBytes(StandardCharsets.US_ASCII), 8 + MasterKey.LENGTH);
        Arrays.fill(content, 8, content.length, (byte) (number + 1));
        HomeFiles.write(file, content);
        return file;
    }

    /// The account of a test identity, the same whenever it is asked for.
    public static Account of(CipherSuite suite, int number) {
        byte[] key = new byte[MasterKey.LENGTH];
        Arrays.fill(key, (byte) (number + 1));
        MasterKey master = MasterKey.owning(key);
        SecureRandom random = new SecureRandom();
        return new Account(TestIdentities.of(suite, number), new RecordSeal(master, random), master,
                new Protection.ByKeyFile(master.name()), random);
    }
}

package org.hypergolix.node.account;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;
import org.hypergolix.golix.Bytes;
import org.hypergolix.node.Refusals;

/// How a password becomes a key: scrypt (RFC 7914) over its UTF-8 bytes, with the parameters that the account names.
///
/// @param salt 32 bytes
/// @param logN the cost is 2^logN
/// @param r block size
/// @param p parallelization
record PasswordHash(Bytes salt, int logN, int r, int p) {
    static final int SALT_LENGTH = 32;

    /// The cost of new accounts where memory allows: 256 MiB and about a second.
    static final int LOG_N = 18;
    static final int R = 8;
    static final int P = 1;

    /// The least cost accepted or used.
    static final int LEAST_LOG_N = 15;
    static final int MOST_LOG_N = 20;
    static final int MOST_R = 32;
    static final int MOST_P = 4;

    private static final long MIB = 1024L * 1024;

    PasswordHash {
        if (salt.size() != SALT_LENGTH) {
            throw new IllegalArgumentException("A salt has 32 bytes, not " + salt.size() + ".");
        }
        if (logN < LEAST_LOG_N || logN > MOST_LOG_N || r < 1 || r > MOST_R || p < 1 || p > MOST_P) {
            throw new IllegalArgumentException(
                    "scrypt with N = 2^" + logN + ", r = " + r + ", p = " + p + " is outside what is accepted.");
        }
    }

    /// Parameters for a new account: the usual ones, or less where half of the heap would not hold them.
    static PasswordHash fresh(SecureRandom random, long heapBytes) {
        byte[] salt = new byte[SALT_LENGTH];
        random.nextBytes(salt);
        int logN = LOG_N;
        while (logN > LEAST_LOG_N && memory(logN, R, P) > heapBytes / 2) {
            logN--;
        }
        PasswordHash hash = new PasswordHash(Bytes.owning(salt), logN, R, P);
        hash.demandMemory(heapBytes);
        return hash;
    }

    /// The key of `password`, which is not wiped here.
    ///
    /// @param heapBytes what the process may use
    SecretKey key(char[] password, long heapBytes) {
        demandMemory(heapBytes);
        ByteBuffer encoded = ByteBuffer.allocate(password.length * 3);
        StandardCharsets.UTF_8.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE)
                .encode(CharBuffer.wrap(password), encoded, true);
        byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
        Arrays.fill(encoded.array(), (byte) 0);
        byte[] key = SCrypt.generate(bytes, salt.toArray(), 1 << logN, r, p, MasterKey.LENGTH);
        try {
            return new SecretKeySpec(key, "ChaCha20");
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(key, (byte) 0);
        }
    }

    /// Parameters come from a file: without this they could take all memory there is.
    private void demandMemory(long heapBytes) {
        long needed = memory(logN, r, p);
        if (needed > heapBytes / 4 * 3) {
            throw Refusals.account("Opening this account by password takes " + needed / MIB
                    + " MiB of memory; start Java with at least -Xmx" + (needed * 3 / 2 / MIB + 32)
                    + "m, or use a key file.");
        }
    }

    private static long memory(int logN, int r, int p) {
        return ((128L * r) << logN) + 128L * r * p;
    }
}

package org.hypergolix.node.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import javax.crypto.SecretKey;
import org.hypergolix.golix.Bytes;
import org.hypergolix.golix.CipherSuite;
import org.hypergolix.golix.Ghid;
import org.hypergolix.golix.Identity;
import org.hypergolix.golix.MalformedObjectException;
import org.hypergolix.golix.codec.GolixCodec;
import org.hypergolix.golix.identity.PrivateIdentity;
import org.hypergolix.golix.identity.PrivateKeys;
import org.hypergolix.node.Refusals;
import org.hypergolix.wire.local.LocalNode.Credential;

/// Opens and makes accounts in a home that the caller has locked: by its open store.
///
/// `account.bin` holds the sealed identity ([AccountFile]), `account.key` the master key where no password protects it.
/// Neither is ever overwritten by opening: whatever is wrong with them, they stay as they are.
public final class Accounts {
    /// The sealed identity.
    public static final String ACCOUNT_FILE = "account.bin";
    /// The master key.
    public static final String KEY_FILE = "account.key";

    /// More than any program makes.
    private static final int MOST_RECORD_OBJECTS = 256;

    private static final Bytes KEY_MAGIC =
            Bytes.copyOf("hgx-key1".getBytes(StandardCharsets.US_ASCII));

    private final Path home;
    private final SecureRandom random;
    private final long heapBytes;

    /// @param random the operating system's generator
    public Accounts(Path home, SecureRandom random) {
        this(home, random, Runtime.getRuntime().maxMemory());
    }

    Accounts(Path home, SecureRandom random, long heapBytes) {
        this.home = home;
        this.random = random;
        this.heapBytes = heapBytes;
    }

    /// Whether the home has an account.
    public boolean exists() {
        return Files.exists(home.resolve(ACCOUNT_FILE));
    }

    /// Whether a password opens the account, and not a key file.
    ///
    /// @throws IOException if its file cannot be read or is none; one line that names it
    public boolean hasPassword() throws IOException {
        try {
            return AccountFile.decode(AccountFile.Form.HOME, read(ACCOUNT_FILE))
                    .protection() instanceof Protection.ByPassword;
        } catch (DamagedAccountException damaged) {
            throw new IOException("The account file " + home.resolve(ACCOUNT_FILE) + " cannot be used: "
                    + damaged.getMessage() + ". Restore it from a backup.", damaged);
        }
    }

    /// Opens the account. The password, if there is one, is wiped.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal with one line that says what is wrong
    public Account open(Credential credential) {
        try {
            return open(credential, AccountFile.decode(AccountFile.Form.HOME, read(ACCOUNT_FILE)));
        } catch (NoSuchFileException _) {
            throw Refusals.account("There is no account in " + home + "; create one first.");
        } catch (DamagedAccountException | MalformedObjectException damaged) {
            throw Refusals.account("The account file " + home.resolve(ACCOUNT_FILE) + " cannot be used: "
                    + damaged.getMessage() + ". Nothing was changed; restore the file from a backup.");
        } catch (IOException failed) {
            throw Refusals.account(
                    "The account file " + home.resolve(ACCOUNT_FILE) + " cannot be read: " + failed.getMessage() + ".");
        } finally {
            if (credential instanceof Credential.Password password) {
                password.wipe();
            }
        }
    }

    /// Makes an account. Takes milliseconds in suite 3, seconds in suite 1, and about a second more for a password.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal with one line that says what is wrong
    public Account create(Credential credential, CipherSuite suite) {
        if (exists()) {
            throw Refusals.account("There is an account in " + home + " already.");
        }
        try {
            return switch (credential) {
                case Credential.KeyFile _ -> createWithKeyFile(suite);
                case Credential.Password password -> createWithPassword(password, suite);
            };
        } catch (IOException failed) {
            throw Refusals.account("The account cannot be written to " + home + ": " + failed.getMessage() + ".");
        } finally {
            if (credential instanceof Credential.Password password) {
                password.wipe();
            }
        }
    }

    private Account open(Credential credential, AccountFile file)
            throws IOException, DamagedAccountException, MalformedObjectException {
        MasterKey master = switch (file.protection()) {
            case Protection.ByKeyFile byKeyFile -> byKeyFile(byKeyFile, credential);
            case Protection.ByPassword byPassword -> byPassword(byPassword, credential);
        };
        return account(file, fields(file, master), master);
    }

    private static SortedMap<Integer, Bytes> fields(AccountFile file, MasterKey master)
            throws DamagedAccountException {
        byte[] body = Aead.open(
                master.derive(file.form().purpose()),
                file.nonce().toArray(),
                AccountFile.bodyAssociated(file.form(), file.protection()),
                file.sealedBody().toArray())
                .orElseThrow(() -> new DamagedAccountException("its content was altered"));
        return AccountFile.decodeFields(file.form(), Bytes.owning(body));
    }

    private Account account(AccountFile file, SortedMap<Integer, Bytes> fields, MasterKey master)
            throws DamagedAccountException, MalformedObjectException {
        if (!(GolixCodec.decode(AccountFile.demand(fields, AccountFile.IDENTITY)) instanceof Identity identity)) {
            throw new DamagedAccountException("it holds no identity");
        }
        PrivateKeys keys = new PrivateKeys(
                AccountFile.demand(fields, AccountFile.SIGNATURE_KEY),
                AccountFile.demand(fields, AccountFile.ENCRYPTION_KEY),
                AccountFile.demand(fields, AccountFile.EXCHANGE_KEY));
        return account(PrivateIdentity.restore(identity, keys, random), master, file.protection());
    }

    /// Opens what the root object of an account holds. The password, if there is one, is wiped.
    ///
    /// @param fingerprint whose root object it is
    /// @param keyFile where the account's key file is now, if a key file protects it
    /// @throws org.hypergolix.wire.local.LocalRefusal with one line that says what is wrong
    public OpenedRoot openRoot(Bytes rootState, Ghid fingerprint, Credential credential, Optional<Path> keyFile) {
        try {
            AccountFile root = AccountFile.decode(AccountFile.Form.ROOT, rootState);
            MasterKey master = switch (root.protection()) {
                case Protection.ByKeyFile byKeyFile -> byKeyFile(byKeyFile, keyFile.orElseThrow(() -> Refusals.account(
                        "This account has no password but a key file: give a copy of its " + KEY_FILE
                                + " by --key-file.")));
                case Protection.ByPassword byPassword -> byPassword(byPassword, credential);
            };
            SortedMap<Integer, Bytes> fields = fields(root, master);
            Account account = account(root, fields, master);
            if (!account.fingerprint().equals(fingerprint)) {
                account.close();
                throw new DamagedAccountException("it holds another account");
            }
            return new OpenedRoot(account, addresses(AccountFile.demand(fields, AccountFile.RECORD_OBJECTS)));
        } catch (DamagedAccountException | MalformedObjectException | IllegalArgumentException damaged) {
            throw Refusals.account("The root object of the account cannot be used: " + damaged.getMessage() + ".");
        } catch (IOException failed) {
            throw Refusals.account("The key file cannot be read: " + failed.getMessage() + ".");
        } finally {
            if (credential instanceof Credential.Password password) {
                password.wipe();
            }
        }
    }

    /// An account that a root object held.
    ///
    /// @param recordObjects the addresses of its record objects, in order
    public record OpenedRoot(Account account, List<Ghid> recordObjects) {
        public OpenedRoot {
            recordObjects = List.copyOf(recordObjects);
        }
    }

    /// Makes an account that was opened elsewhere the account of this home, which has none. A crash leaves either
    /// nothing that counts or all of it.
    ///
    /// @throws org.hypergolix.wire.local.LocalRefusal if it cannot be written
    public void adopt(Account account) {
        if (exists()) {
            throw Refusals.account("There is an account in " + home + " already.");
        }
        try {
            AccountFile file = account.homeFile();
            if (file.protection() instanceof Protection.ByKeyFile) {
                adoptKey(account.masterKey());
            }
            HomeFiles.write(home.resolve(ACCOUNT_FILE), file.encode().toArray());
        } catch (IOException failed) {
            throw Refusals.account("The account cannot be written to " + home + ": " + failed.getMessage() + ".");
        }
    }

    private void adoptKey(byte[] key) throws IOException {
        Path file = home.resolve(KEY_FILE);
        try {
            byte[] content = Bytes.concat(KEY_MAGIC, Bytes.copyOf(key)).toArray();
            if (Files.exists(file)) {
                if (!readKeyFile(file).name().equals(MasterKey.owning(key.clone()).name())) {
                    throw Refusals.account("The key file " + file + " belongs to another account; move it away first.");
                }
            } else {
                HomeFiles.write(file, content);
            }
            Arrays.fill(content, (byte) 0);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static List<Ghid> addresses(Bytes list) throws DamagedAccountException {
        if (list.isEmpty() || list.size() % Ghid.LENGTH != 0 || list.size() > MOST_RECORD_OBJECTS * Ghid.LENGTH) {
            throw new DamagedAccountException("its list of record objects is wrong");
        }
        List<Ghid> addresses = new ArrayList<>();
        for (int from = 0; from < list.size(); from += Ghid.LENGTH) {
            addresses.add(Ghid.fromBytes(list.slice(from, Ghid.LENGTH)));
        }
        return addresses;
    }

    private MasterKey byKeyFile(Protection.ByKeyFile protection, Credential credential) throws IOException {
        Path file = home.resolve(KEY_FILE);
        if (credential instanceof Credential.Password) {
            throw Refusals.account("This account has no password; it opens with its key file " + file + ".");
        }
        return byKeyFile(protection, file);
    }

    private MasterKey byKeyFile(Protection.ByKeyFile protection, Path file) throws IOException {
        MasterKey master = readKeyFile(file);
        if (!master.name().equals(protection.keyName())) {
            throw Refusals.account("The key file " + file + " belongs to another account; restore the right one.");
        }
        return master;
    }

    private MasterKey byPassword(Protection.ByPassword protection, Credential credential) {
        if (!(credential instanceof Credential.Password password)) {
            throw Refusals.account("The account in " + home + " opens with a password; give it.");
        }
        char[] characters = password.characters();
        try {
            SecretKey key = protection.hash().key(characters, heapBytes);
            return Aead.open(
                    key,
                    protection.nonce().toArray(),
                    AccountFile.keyAssociated(protection.hash()),
                    protection.sealedKey().toArray())
                    .map(MasterKey::owning)
                    .orElseThrow(() -> Refusals.account("The password is wrong."));
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private Account createWithKeyFile(CipherSuite suite) throws IOException {
        Path file = home.resolve(KEY_FILE);
        MasterKey master;
        if (Files.exists(file)) {
            // Left by a creation that did not come to its end, or kept by somebody: never overwritten.
            master = readKeyFile(file);
        } else {
            master = MasterKey.random(random);
            byte[] key = master.copy();
            HomeFiles.write(file, Bytes.concat(KEY_MAGIC, Bytes.owning(key)).toArray());
            Arrays.fill(key, (byte) 0);
        }
        return write(master, new Protection.ByKeyFile(master.name()), suite);
    }

    private Account createWithPassword(Credential.Password password, CipherSuite suite) throws IOException {
        char[] characters = password.characters();
        try {
            if (characters.length == 0) {
                throw Refusals.account("The password is empty; choose another, or use a key file.");
            }
            PasswordHash hash = PasswordHash.fresh(random, heapBytes);
            MasterKey master = MasterKey.random(random);
            byte[] nonce = nonce();
            byte[] key = master.copy();
            byte[] sealed = Aead.seal(hash.key(characters, heapBytes), nonce, AccountFile.keyAssociated(hash), key);
            Arrays.fill(key, (byte) 0);
            return write(
                    master, new Protection.ByPassword(hash, Bytes.owning(nonce), Bytes.owning(sealed)), suite);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private Account write(MasterKey master, Protection protection, CipherSuite suite) throws IOException {
        Account account = account(PrivateIdentity.generate(suite, random), master, protection);
        HomeFiles.write(home.resolve(ACCOUNT_FILE), account.homeFile().encode().toArray());
        return account;
    }

    private Account account(PrivateIdentity identity, MasterKey master, Protection protection) {
        return new Account(identity, new RecordSeal(master, random), master, protection, random);
    }

    private MasterKey readKeyFile(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw Refusals.account("The key file " + file
                    + " is missing; restore it from a backup. The account cannot be opened without it.");
        }
        if (HomeFiles.openToOthers(file)) {
            throw Refusals.account("The key file " + file + " can be read by others (mode " + HomeFiles.modeOf(file)
                    + "); run: chmod 600 " + file);
        }
        Bytes content = Bytes.owning(HomeFiles.read(file, AccountFile.MOST_BYTES));
        if (content.size() != KEY_MAGIC.size() + MasterKey.LENGTH
                || !content.slice(0, KEY_MAGIC.size()).equals(KEY_MAGIC)) {
            throw Refusals.account("The key file " + file + " is damaged; restore it from a backup.");
        }
        return MasterKey.owning(content.slice(KEY_MAGIC.size()).toArray());
    }

    private Bytes read(String name) throws IOException {
        return Bytes.owning(HomeFiles.read(home.resolve(name), AccountFile.MOST_BYTES));
    }

    private byte[] nonce() {
        byte[] nonce = new byte[Aead.NONCE_LENGTH];
        random.nextBytes(nonce);
        return nonce;
    }
}

package org.hypergolix.wire.ipc;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Which user is at the other end of a loopback connection, from the kernel's socket tables (proc_net(5)).
///
/// The other end is a socket of this machine too, with a row of its own: its local address is our remote one. A row without
/// an inode belongs to a socket that no program has accepted yet or that its program has closed, and shows user 0, so it
/// must not pass for root's. Both sides of a conversation look: the node at who comes, a program at whom it has reached
/// before it says anything secret. Safe for use by any thread.
public final class LinuxPeers {
    private static final String ESTABLISHED = "01";
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int USER = 7;
    private static final int INODE = 9;
    private static final int IPV6_LENGTH = 16;
    private static final int LOOK_AGAIN_MILLIS = 300;
    private static final int FIRST_LOOK_AGAIN_MILLIS = 1;
    private static final int LAST_LOOK_AGAIN_MILLIS = 50;

    private final Path proc;

    /// @param proc `/proc`
    public LinuxPeers(Path proc) {
        this.proc = proc;
    }

    /// Those of this machine.
    public static LinuxPeers ofThisMachine() {
        return new LinuxPeers(Path.of("/proc"));
    }

    /// Whether this system has such tables.
    public boolean present() {
        return Files.isReadable(proc.resolve("net/tcp")) && Files.isReadable(proc.resolve("self/status"));
    }

    /// Why the peer is not a program of this process's own user; empty if it is. Waits for a moment if the tables do not
    /// name it: they are read while they change, and may then lack a row that is there.
    public Optional<String> objection(InetSocketAddress peer, InetSocketAddress local) {
        try {
            return objectionOnceAccepted(peer, local, LOOK_AGAIN_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.of("this program is ending");
        }
    }

    /// The same for a server that was just connected to: its program may not have accepted the connection yet, which is
    /// waited for.
    ///
    /// @param patienceMillis for that
    public Optional<String> objectionOnceAccepted(InetSocketAddress peer, InetSocketAddress local, long patienceMillis)
            throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        try {
            Rows rows = rows(peer, local);
            long pause = FIRST_LOOK_AGAIN_MILLIS;
            while (rows.matching != 1 && System.nanoTime() - end < 0) {
                Thread.sleep(pause);
                pause = Math.min(LAST_LOOK_AGAIN_MILLIS, 2 * pause);
                rows = rows(peer, local);
            }
            return judged(rows, peer);
        } catch (IOException failure) {
            return unreadable(failure);
        }
    }

    private static Optional<String> unreadable(IOException failure) {
        return Optional.of("the system's table of connections cannot be read: " + failure.getMessage());
    }

    private Optional<String> judged(Rows rows, InetSocketAddress peer) throws IOException {
        if (rows.matching != 1) {
            return Optional.of("the system does not tell whose program is at port " + peer.getPort());
        }
        return rows.user.equals(ownUser())
                ? Optional.empty()
                : Optional.of("the program at port " + peer.getPort() + " is that of user " + rows.user);
    }

    private Rows rows(InetSocketAddress peer, InetSocketAddress local) throws IOException {
        Rows rows = new Rows();
        count("net/tcp", peer, local, rows);
        count("net/tcp6", peer, local, rows);
        return rows;
    }

    private static final class Rows {
        int matching;
        String user = "";
    }

    private void count(String table, InetSocketAddress peer, InetSocketAddress local, Rows rows)
            throws IOException {
        Path file = proc.resolve(table);
        if (!Files.exists(file)) {
            return;
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String[] fields = line.strip().split("\\s+", INODE + 2);
                if (fields.length > INODE && fields[STATE].equals(ESTABLISHED) && !fields[INODE].equals("0")
                        && same(fields[LOCAL], peer) && same(fields[REMOTE], local)) {
                    rows.matching++;
                    rows.user = fields[USER];
                }
            }
        }
    }

    /// @param text `address:port`, hexadecimal, the address in 32-bit words of this machine's byte order
    private static boolean same(String text, InetSocketAddress address) throws UnknownHostException {
        int colon = text.indexOf(':');
        if (colon < 0 || Integer.parseInt(text, colon + 1, text.length(), 16) != address.getPort()) {
            return false;
        }
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(text, 0, colon)).order(ByteOrder.nativeOrder());
        ByteBuffer bytes = ByteBuffer.allocate(words.remaining());
        while (words.hasRemaining()) {
            bytes.putInt(words.getInt());
        }
        // An IPv6 address that stands for an IPv4 one becomes that.
        InetAddress parsed = InetAddress.getByAddress(bytes.array());
        InetAddress wanted = address.getAddress();
        return parsed.equals(wanted instanceof Inet6Address && wanted.getAddress().length == IPV6_LENGTH
                ? InetAddress.getByAddress(wanted.getAddress())
                : wanted);
    }

    /// The number of the effective user, as which this process's own sockets appear.
    ///
    /// @throws IOException if the system does not tell it
    public String ownUser() throws IOException {
        for (String line : Files.readAllLines(proc.resolve("self/status"), StandardCharsets.UTF_8)) {
            if (line.startsWith("Uid:")) {
                return line.split("\\s+", -1)[2];
            }
        }
        throw new IOException("it does not tell this process's user");
    }
}

package io.telemeter.sampling;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/// `/proc` files from the test resources or from strings. The page size is 4096 bytes, as on the machine they were
/// captured on.
final class CapturedFiles {

    private CapturedFiles() {}

    /// The files of a directory such as `captured/01` or `made/guests_count_once/before`.
    static ProcFiles of(String directory) {
        return name -> {
            if (name.equals("self/auxv")) {
                return auxiliaryVector(4096);
            }
            try (InputStream stream = CapturedFiles.class.getResourceAsStream(directory + "/" + name)) {
                if (stream == null) {
                    throw new SamplingException(name + ": no such file");
                }
                return stream.readAllBytes();
            } catch (SamplingException e) {
                throw e;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    static ProcFiles of(Map<String, String> contents) {
        return name -> {
            String content = contents.get(name);
            if (content == null) {
                throw new SamplingException(name + ": no such file");
            }
            return content.getBytes(ISO_8859_1);
        };
    }

    static byte[] auxiliaryVector(long pageBytes) {
        ByteBuffer vector = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder());
        return vector.putLong(33).putLong(139845215031296L).putLong(6).putLong(pageBytes).putLong(0).putLong(0).array();
    }

    /// What psutil itself made of the same files; see derive.py beside it for the command.
    static List<String> expected() {
        try (InputStream stream = CapturedFiles.class.getResourceAsStream("expected.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("expected.tsv is missing");
            }
            return new String(stream.readAllBytes(), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

// Asks a telemeter to pair and shows what it tells: java -cp "$LIB/*" HelloReader.java HOME RELAY FINGERPRINT
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.*;

static final ApiId STATUS = ApiId.ofHex(
        "020b1619001910180812031107070d0c0a14041307040613010c04000b030112"
                + "050f010c051103010e13161311101309061000140c150b070c0c04070b0f1803");
static final ApiId PAIR = ApiId.ofHex(
        "170a1217030f1411071005041418111112021712150e040f111907190a0d0306"
                + "12041711140709081319040a0f15121407191613180b180e12150a0a160f0814");

void main(String... words) throws InterruptedException {
    HgxOptions options = HgxOptions.home(Path.of(words[0])).relay(URI.create(words[1])).build();
    Ghid telemeter = Ghid.parse(words[2]);
    try (HgxLink link = HgxLink.connect(options)) {
        // First the handler, then the request: the answer may be quick. Only what the telemeter itself shares counts.
        link.onShare(STATUS, telemeter, share -> {
            HgxObject<String> status = link.get(Codec.json(String.class), share.address());
            status.onUpdate(_ -> IO.println(printable(status.state())));
            IO.println(printable(status.state()));
        });
        link.create(Codec.json(String.class), "Hello world!", CreateOptions.DEFAULT.withApiId(PAIR)).share(telemeter);
        Thread.sleep(Duration.ofDays(1));
    }
}

/// What comes from elsewhere must not command the terminal.
String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", "?");
}

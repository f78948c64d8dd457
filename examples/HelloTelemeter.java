// Tells whoever asks first what time it is here: java -cp "$LIB/*" HelloTelemeter.java HOME RELAY
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
    try (HgxLink link = HgxLink.connect(options)) {
        HgxObject<String> status =
                link.create(Codec.json(String.class), "Hello world!", CreateOptions.DEFAULT.withApiId(STATUS));
        AtomicReference<Ghid> monitor = new AtomicReference<>();
        link.onShare(PAIR, share -> {
            monitor.compareAndSet(null, share.origin());
            if (share.origin().equals(monitor.get())) {
                status.share(share.origin());
            }
        });
        IO.println("My fingerprint is " + link.whoami().text());
        while (true) {
            Thread.sleep(Duration.ofSeconds(1));
            status.update(_ -> "Hello world, it is " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS));
        }
    }
}

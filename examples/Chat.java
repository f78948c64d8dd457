// A chat of two: java -cp "$LIB/*" Chat.java HOME RELAY [FINGERPRINT OF THE OTHER]
import org.hypergolix.golix.Ghid;
import org.hypergolix.hgx.*;

static final ApiId CHAT = ApiId.ofHex("c4a7".repeat(32));

record Talk(List<String> lines) {
    Talk and(String line) {
        return new Talk(Stream.concat(lines.stream(), Stream.of(line)).toList());
    }
}

void main(String... words) {
    HgxOptions options = HgxOptions.home(Path.of(words[0])).relay(URI.create(words[1])).build();
    try (HgxLink link = HgxLink.connect(options)) {
        IO.println("I am " + link.whoami().text());
        HgxObject<Talk> mine =
                link.create(Codec.json(Talk.class), new Talk(List.of()), CreateOptions.DEFAULT.withApiId(CHAT));
        Set<Ghid> friends = ConcurrentHashMap.newKeySet();
        link.onShare(CHAT, share -> {
            hear(link.get(Codec.json(Talk.class), share.address()));
            if (friends.add(share.origin())) {
                mine.share(share.origin());
            }
        });
        if (words.length > 2 && friends.add(Ghid.parse(words[2]))) {
            mine.share(Ghid.parse(words[2]));
        }
        new BufferedReader(new InputStreamReader(System.in)).lines().forEach(line -> mine.update(talk -> talk.and(line)));
    }
}

void hear(HgxObject<Talk> theirs) {
    AtomicInteger heard = new AtomicInteger();
    theirs.onUpdate(_ -> print(theirs.state().lines(), heard));
    print(theirs.state().lines(), heard);
}

synchronized void print(List<String> lines, AtomicInteger heard) {
    for (; heard.get() < lines.size(); heard.getAndIncrement()) {
        IO.println("> " + lines.get(heard.get()).replaceAll("\\p{Cntrl}", "?"));
    }
}

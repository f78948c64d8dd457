package io.telemeter.pairing;

import org.hypergolix.hgx.ApiId;

/// The api ids of the three objects that agent and monitor exchange; those of 2017, so that its programs understand.
public final class TelemeterApi {

    /// The agent's status: a JSON string with the classic status text.
    public static final ApiId STATUS = ApiId.ofHex("020b1619001910180812031107070d0c0a14041307040613010c04000b030112"
            + "050f010c051103010e13161311101309061000140c150b070c0c04070b0f1803");

    /// Shared by a monitor that wants to pair; its content has no meaning.
    public static final ApiId PAIR = ApiId.ofHex("170a1217030f1411071005041418111112021712150e040f111907190a0d0306"
            + "12041711140709081319040a0f15121407191613180b180e12150a0a160f0814");

    /// The monitor's wish: a JSON number, seconds between two statuses.
    public static final ApiId INTERVAL = ApiId.ofHex("0a10040013110b1106021900111210100a14191511180f0f010d0c1516040f18"
            + "1913141110011919150b090e150d16150e0a190b140d0a040c06031301011205");

    private TelemeterApi() {}
}

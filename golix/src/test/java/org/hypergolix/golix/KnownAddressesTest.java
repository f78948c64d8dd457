package org.hypergolix.golix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hypergolix.golix.codec.Draft;
import org.junit.jupiter.api.Test;

/// Addresses that the 2017 original computes, of objects of suite 1 with made-up fields.
class KnownAddressesTest {
    private static final Ghid BINDER = new Ghid(Bytes.ofHex("11".repeat(64)));
    private static final Ghid TARGET = new Ghid(Bytes.ofHex("22".repeat(64)));
    private static final Ghid NEW_TARGET = new Ghid(Bytes.ofHex("33".repeat(64)));

    /// The keys are none: only the encoder takes them.
    @Test
    void of_an_identity() {
        Draft<Identity> identity = Draft.identity(CipherSuite.SUITE_1, Bytes.ofHex("01".repeat(512)),
                Bytes.ofHex("02".repeat(512)), Bytes.ofHex("03".repeat(32)));
        assertThat(identity.ghid().text()).isEqualTo(
                "ATaUlB4oWreWxL6wHKllf7qCPP3fKBWR8aHIS1O6n3d-txMbFI38RxO5-MsK_5pGmKBEiZx6_Plq2uRIE0tXehs=");
    }

    @Test
    void of_a_container() {
        Bytes sealed = Bytes.owning("hello".getBytes(StandardCharsets.US_ASCII));
        assertThat(Draft.container(CipherSuite.SUITE_1, BINDER, sealed).ghid().text()).isEqualTo(
                "ARDFc7_BMvrONAKaRRW4n2kddB5uhNS8tLxGVuHGK7PesPiDAsKOZDlKF-OJsiqRgHeI5RQ8VeGAmtWmWkZDXFQ=");
    }

    @Test
    void of_a_static_binding() {
        assertThat(Draft.staticBinding(CipherSuite.SUITE_1, BINDER, TARGET).ghid().text()).isEqualTo(
                "Aeyxm1TYhwSWcdzZZrPOF-LjvJ3-pvDyxcBMoJX8VTTE_XN8TWJ6MXg9gN38MNFgL8jbEHovpazDu490vTbLDDM=");
    }

    @Test
    void of_a_debinding() {
        assertThat(Draft.debinding(CipherSuite.SUITE_1, BINDER, TARGET).ghid().text()).isEqualTo(
                "AWvqOJreY6cxjghXzzre6M9PJeqo4W-gDaiHgDIrYhCJD8cjObORCM4i7JsbdTnW9SBBEHmZ-iB6fqDX2JTAWo0=");
    }

    @Test
    void of_the_frames_of_a_dynamic_object() {
        Frame first = Draft.firstFrame(CipherSuite.SUITE_1, BINDER, TARGET).complete(Bytes.ofHex("00".repeat(512)));
        assertThat(first.dynamic().text()).isEqualTo(
                "AfZAF9sTeEBm2YU_qpRpcYo9sG02OOTa7u5HUuSpwP_qk9t7va6Qtm6_zSZuDTZdNVovY6dK9F6N162_MJi34Io=");
        assertThat(first.ghid().text()).isEqualTo(
                "AXu8BZByoDtMWxLlrqlErQ2iep5lg9_DOstS7GXYB54m08A1nYV0-SmkEYwmehuJ1z7BsahWE7geZ-fvWxVw9Cg=");
        assertThat(Draft.nextFrame(CipherSuite.SUITE_1, BINDER, first.dynamic(), 1, List.of(NEW_TARGET, TARGET)).ghid()
                .text()).isEqualTo(
                        "Abg53x0_omSYxaGa2KQ2HFOnVTmyx3SMxhrNvxI5wihx-Q2lcuvsNCBTnPfAVUZJB51zGlSctbtbFzCOnzIdpLU=");
    }

    @Test
    void of_a_request() {
        assertThat(Draft.request(CipherSuite.SUITE_1, BINDER, Bytes.ofHex("00".repeat(512))).ghid().text()).isEqualTo(
                "AVjnQBcnfshYioyFy_T9RlabYX6elxFJtMjFbkx2ng2nrW44szygstplKlPHGest-8-Cr-nj1bcafsKj8DQ-9cU=");
    }
}

package org.hypergolix.hgx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hypergolix.golix.Bytes;
import org.junit.jupiter.api.Test;

class HgxLinkTest {
    private static final Path HOME = Path.of("home");

    @Test
    void says_that_no_node_is_installed() {
        assertThatThrownBy(() -> HgxLink.connect(HgxOptions.home(HOME).build()))
                .isInstanceOf(HgxException.Configuration.class)
                .hasMessageContaining("No node is installed");
        assertThat(HgxLink.connectAsync(HgxOptions.home(HOME).build()).handle((_, failure) -> failure).join())
                .isInstanceOf(HgxException.Configuration.class);
    }

    @Test
    void options_are_checked_when_they_are_given() {
        HgxOptions.Builder options = HgxOptions.home(HOME);

        assertThatThrownBy(() -> options.relay(URI.create("http://localhost:7770/")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("ws://host:port/");
        assertThatThrownBy(() -> options.relay(URI.create("ws:nowhere"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.requestTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.requestTimeout(Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.maxMessageBytes(64 * 1024 - 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536 to 10485760");
        assertThat(options.maxMessageBytes(64 * 1024).build().maxMessageBytes()).isEqualTo(64 * 1024);
        assertThatThrownBy(() -> options.maxMessageBytes(HgxOptions.MAXIMUM_MESSAGE_BYTES + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void options_keep_their_own_copy_of_a_password() {
        char[] password = "correct horse".toCharArray();
        HgxOptions options = HgxOptions.home(HOME).password(password).build();

        password[0] = 'x';
        options.password().orElseThrow()[1] = 'x';

        assertThat(options.password().orElseThrow()).containsExactly("correct horse".toCharArray());
        assertThat(options.toString()).doesNotContain("horse");
    }

    @Test
    void tokens_are_not_shown() {
        AppToken token = new AppToken(Bytes.ofHex("ab".repeat(AppToken.LENGTH)));

        assertThat(token.toString()).doesNotContain("ab");
        assertThat(token).isEqualTo(new AppToken(token.bytes())).hasSameHashCodeAs(new AppToken(token.bytes()));
    }
}

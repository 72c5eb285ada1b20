package dev.confab.chat.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/rooms/design", "/rooms/%C3%9Cber_uns?a=b", "/rooms/a//b"})
    void keepsPathsOfThisServer(String path) {
        assertThat(LocalPath.parse(path).value()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\\\evil.example",
                "https://evil.example/",
                "javascript:alert(1)",
                "/rooms/a\r\nSet-Cookie: a=b",
                "/\t/evil.example",
                " //evil.example",
                "rooms/design",
                ""
            })
    void turnsEverythingElseIntoTheLobby(String next) {
        assertThat(LocalPath.parse(next)).isEqualTo(LocalPath.LOBBY);
    }

    @Test
    void turnsNothingIntoTheLobby() {
        assertThat(LocalPath.parse(null)).isEqualTo(LocalPath.LOBBY);
    }

    @Test
    void leadsBackFromTheSignInPage() {
        assertThat(LocalPath.parse("/rooms/design?a=b&c").login())
                .hasToString("/login?next=%2Frooms%2Fdesign%3Fa%3Db%26c");
    }
}

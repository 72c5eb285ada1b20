package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("CH-18")
class AttachmentNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan.pdf | plan.pdf",
                "%C3%9Cbersicht%202026.png | \u00dcbersicht 2026.png",
                "e%CC%81t%C3%A9.txt | \u00e9t\u00e9.txt",
                "..%2F..%2Fetc%2Fpasswd | passwd",
                "C:%5CUsers%5Cme%5Cx.doc | x.doc",
                "evil%E2%80%AEgpj.exe | evilgpj.exe",
                "a%00b%0D%0Ac.txt | abc.txt",
                "%22quoted%22%3Cb%3E.txt | _quoted__b_.txt",
                ".htaccess | htaccess",
                "..  | file",
                "%FF%FE.bin | %FF%FE.bin",
                "100% | 100%",
                "50%2 | 50%2"
            })
    void becomesSafeToShowAndToSave(String header, String name) {
        assertThat(AttachmentName.of(header)).isEqualTo(name);
    }

    @Test
    void isShortenedBeforeItsExtension() {
        String name = AttachmentName.of("x".repeat(500) + ".png");
        assertThat(name).hasSize(120).endsWith("xx.png");
        assertThat(AttachmentName.of("%F0%9F%98%80".repeat(200)).codePointCount(0, 240))
                .isEqualTo(120);
    }

    @Test
    void isThereAlsoWhereNoneWasGiven() {
        assertThat(AttachmentName.of(null)).isEqualTo("file");
        assertThat(AttachmentName.of("")).isEqualTo("file");
    }
}

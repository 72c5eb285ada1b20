package dev.confab.chat.attachment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file that somebody else will see and save: no folders, nothing invisible, nothing that turns the direction
 * of the text around (and {@code gpj.exe} into {@code exe.jpg}), not too long for any file system.
 */
final class AttachmentName {

    static final String UNNAMED = "file";

    private static final int LONGEST = 120;
    private static final int LONGEST_EXTENSION = 20;
    private static final int HEX_DIGITS = 2;

    private AttachmentName() {}

    /** A safe name from the header {@code X-File-Name}: percent-encoded UTF-8. */
    static String of(@Nullable String header) {
        String name = header == null ? "" : decoded(header);
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        StringBuilder safe = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .map(AttachmentName::safe)
                .filter(c -> c >= 0)
                .forEach(safe::appendCodePoint);
        String cleaned = safe.toString().strip();
        // Neither hidden nor the name of a folder.
        while (cleaned.startsWith(".")) {
            cleaned = cleaned.substring(1).strip();
        }
        return cleaned.isEmpty() ? UNNAMED : shortened(cleaned);
    }

    private static int safe(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> -1;
            case Character.SPACE_SEPARATOR -> ' ';
            default -> "<>:\"|?*".indexOf(c) >= 0 ? '_' : c;
        };
    }

    private static String shortened(String name) {
        int length = name.codePointCount(0, name.length());
        if (length <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= LONGEST_EXTENSION ? name.substring(dot) : "";
        int kept = LONGEST - extension.codePointCount(0, extension.length());
        return name.substring(0, name.offsetByCodePoints(0, kept)) + extension;
    }

    /** What is no percent-encoded UTF-8 is taken as it stands, as far as it is ASCII. */
    private static String decoded(String header) {
        ByteBuffer bytes = ByteBuffer.allocate(header.length());
        for (int i = 0; i < header.length(); i++) {
            char c = header.charAt(i);
            if (c == '%' && i + HEX_DIGITS < header.length() && isHex(header, i + 1)) {
                bytes.put((byte) HexFormat.fromHexDigits(header, i + 1, i + 1 + HEX_DIGITS));
                i += HEX_DIGITS;
            } else {
                bytes.put((byte) (c < 0x80 ? c : '_'));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes.flip())
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return header.replaceAll("[^\\x20-\\x7e]", "_");
        }
    }

    private static boolean isHex(String text, int at) {
        return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
    }
}

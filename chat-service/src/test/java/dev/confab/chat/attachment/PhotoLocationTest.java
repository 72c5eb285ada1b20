package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("CH-18")
class PhotoLocationTest {
    /** The directory begins at 8: orientation, GPS, print matching; then GPS: one entry whose value lies at 78. */
    private static final int TIFF_LENGTH = 102;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"II", "MM"})
    void isTakenOutAndNothingElse(String order) throws IOException {
        byte[] picture = picture();
        byte[] tiff = tiff(order);
        String xmp = "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta exif:GPSLatitude='48,12N'/>";
        byte[] photo = join(
                Arrays.copyOf(picture, 2),
                segment(join("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), tiff)),
                segment(xmp.getBytes(StandardCharsets.ISO_8859_1)),
                Arrays.copyOfRange(picture, 2, picture.length));
        Path file = Files.write(folder.resolve("photo.jpg"), photo);

        PhotoLocation.remove(file);

        byte[] after = Files.readAllBytes(file);
        assertThat(after).hasSize(photo.length);
        assertThat(new String(after, StandardCharsets.ISO_8859_1))
                .contains("http://ns.adobe.com/xap/1.0/")
                .doesNotContain("GPSLatitude");
        ByteBuffer cleaned = ByteBuffer.wrap(after, 2 + 4 + 6, TIFF_LENGTH)
                .slice()
                .order(order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        assertThat(cleaned.getShort(8)).as("entries").isEqualTo((short) 2);
        assertThat(cleaned.getShort(10)).as("orientation").isEqualTo((short) 0x0112);
        assertThat(cleaned.getShort(18)).isEqualTo((short) 6);
        assertThat(cleaned.getShort(22)).as("print matching").isEqualTo((short) 0xC4A5);
        assertThat(cleaned.getInt(30)).isEqualTo(7);
        for (int at = 34; at < TIFF_LENGTH; at++) {
            assertThat(cleaned.get(at)).as("byte %d", at).isZero();
        }
        BufferedImage shown = ImageIO.read(file.toFile());
        assertThat(shown.getWidth()).isEqualTo(8);
        byte[] pixels = Arrays.copyOfRange(after, photo.length - picture.length + 2, photo.length);
        assertThat(pixels).isEqualTo(Arrays.copyOfRange(picture, 2, picture.length));
    }

    @Test
    void whatIsBrokenDoesNoHarm() throws IOException {
        byte[] picture = picture();
        byte[] tiff = tiff("II");
        for (int length = 0; length < tiff.length; length++) {
            byte[] cut = join(
                    Arrays.copyOf(picture, 2),
                    segment(join("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), Arrays.copyOf(tiff, length))),
                    Arrays.copyOfRange(picture, 2, picture.length));
            Path file = Files.write(folder.resolve("cut.jpg"), cut);
            PhotoLocation.remove(file);
            assertThat(Files.size(file)).isEqualTo(cut.length);
            assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(8);
        }
        Path text = Files.writeString(folder.resolve("no.jpg"), "no picture");
        PhotoLocation.remove(text);
        assertThat(text).hasContent("no picture");
    }

    private static byte[] tiff(String order) {
        ByteBuffer tiff = ByteBuffer.allocate(TIFF_LENGTH)
                .order(order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        tiff.put(order.getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
        tiff.putShort((short) 3);
        entry(tiff, 0x0112, 3, 1).putShort((short) 6).putShort((short) 0);
        entry(tiff, 0x8825, 4, 1).putInt(50);
        entry(tiff, 0xC4A5, 4, 1).putInt(7);
        tiff.putInt(0);
        // 50: the GPS directory, with the latitude in three fractions.
        tiff.position(50);
        tiff.putShort((short) 2);
        entry(tiff, 1, 2, 2).put((byte) 'N').put((byte) 0).putShort((short) 0);
        entry(tiff, 2, 5, 3).putInt(78);
        tiff.position(78);
        for (int value : new int[] {48, 1, 12, 1, 30, 1}) {
            tiff.putInt(value);
        }
        return tiff.array();
    }

    private static ByteBuffer entry(ByteBuffer tiff, int tag, int type, int count) {
        return tiff.putShort((short) tag).putShort((short) type).putInt(count);
    }

    private static byte[] segment(byte[] content) {
        return join(new byte[] {(byte) 0xFF, (byte) 0xE1}, shortOf(content.length + 2), content);
    }

    private static byte[] shortOf(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    private static byte[] picture() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}

package dev.confab.chat.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.common.image.ImageFormat;
import dev.confab.common.image.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
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
    /** The signature and the header of a PNG. */
    private static final int PNG_HEADER = 8 + 12 + 13;

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
        assertLocationGone(
                Arrays.copyOfRange(after, 2 + 4 + 6, 2 + 4 + 6 + TIFF_LENGTH),
                order.equals("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
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

    @ParameterizedTest
    @ValueSource(strings = {"", "Exif\0\0"})
    void isTakenOutOfPng(String prefix) throws IOException {
        byte[] picture = TestImages.png(8, 8);
        byte[] exif = join(latin(prefix), tiff("MM"));
        byte[] photo = join(
                Arrays.copyOf(picture, PNG_HEADER),
                chunk("eXIf", exif),
                chunk("iTXt", latin("XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta exif:GPSLatitude='48,12N'/>")),
                chunk("zTXt", latin("Raw profile type exif\0\0GPSLatitude, compressed")),
                chunk("tEXt", latin("exif:GPSLatitude\0GPSLatitude is 48/1")),
                chunk("tEXt", latin("Author\0who is kept")),
                Arrays.copyOfRange(picture, PNG_HEADER, picture.length));
        Path file = Files.write(folder.resolve("photo.png"), photo);

        PhotoLocation.remove(file);

        byte[] after = Files.readAllBytes(file);
        assertThat(after).hasSize(photo.length);
        assertThat(new String(after, StandardCharsets.ISO_8859_1))
                .contains("tEXtXML:com.adobe.xmp", "tEXtRaw profile type exif", "Author\0who is kept")
                .doesNotContain("<x:xmpmeta", "GPSLatitude,", "GPSLatitude is");
        int begin = PNG_HEADER + 8 + prefix.length();
        assertLocationGone(Arrays.copyOfRange(after, begin, begin + TIFF_LENGTH), ByteOrder.BIG_ENDIAN);
        assertSums(after);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(8);
        byte[] pixels = Arrays.copyOfRange(after, photo.length - picture.length + PNG_HEADER, photo.length);
        assertThat(pixels).isEqualTo(Arrays.copyOfRange(picture, PNG_HEADER, picture.length));
    }

    @Test
    void moreExifThanACameraWritesIsErased() throws IOException {
        byte[] picture = TestImages.png(8, 8);
        byte[] exif = new byte[3 * 1024 * 1024];
        Arrays.fill(exif, (byte) 'x');
        System.arraycopy(tiff("II"), 0, exif, 0, TIFF_LENGTH);
        Path file = Files.write(
                folder.resolve("large.png"),
                join(
                        Arrays.copyOf(picture, PNG_HEADER),
                        chunk("eXIf", exif),
                        Arrays.copyOfRange(picture, PNG_HEADER, picture.length)));

        PhotoLocation.remove(file);

        byte[] after = Files.readAllBytes(file);
        assertThat(after).hasSize(picture.length + exif.length + 12);
        assertThat(Arrays.copyOfRange(after, PNG_HEADER + 8, PNG_HEADER + 8 + exif.length))
                .containsOnly(0);
        assertSums(after);
    }

    @Test
    void isTakenOutOfWebp() throws IOException {
        byte[] picture = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
        byte[] pixels = Arrays.copyOfRange(picture, 12, picture.length);
        // Extended, with Exif and XMP, one pixel wide and high.
        byte[] chunks = join(
                riff("VP8X", new byte[] {0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                pixels,
                riff("EXIF", tiff("II")),
                riff("XMP ", latin("<x:xmpmeta exif:GPSLatitude='48,12N'/>!")));
        byte[] photo = join(latin("RIFF"), littleEndian(chunks.length + 4), latin("WEBP"), chunks);
        Path file = Files.write(folder.resolve("photo.webp"), photo);
        assertThat(ImageFormat.WEBP.size(file)).isEqualTo(new ImageSize(1, 1));

        PhotoLocation.remove(file);

        byte[] after = Files.readAllBytes(file);
        int exif = 12 + 18 + pixels.length + 8;
        assertThat(Arrays.copyOf(after, exif)).isEqualTo(Arrays.copyOf(photo, exif));
        assertLocationGone(Arrays.copyOfRange(after, exif, exif + TIFF_LENGTH), ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(Arrays.copyOfRange(after, exif + TIFF_LENGTH, after.length), StandardCharsets.ISO_8859_1))
                .isEqualTo("XMP \47\0\0\0" + " ".repeat(39) + "\0");
        assertThat(ImageFormat.WEBP.size(file)).isEqualTo(new ImageSize(1, 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isTakenOutOfHeif(boolean inMeta) throws IOException {
        byte[] exif = join(new byte[] {0, 0, 0, 6}, latin("Exif\0\0"), tiff("MM"));
        byte[] xmp = latin("<x:xmpmeta exif:GPSLatitude='48,12N'/>");
        byte[] pixels = latin("pixels, of which all stay");
        byte[] brand = box("ftyp", latin("heic\0\0\0\0mif1heic"));
        byte[] names = box(
                "iinf",
                new byte[] {0, 0, 0, 0, 0, 3},
                box("infe", new byte[] {2, 0, 0, 0, 0, 1, 0, 0}, latin("hvc1\0")),
                box("infe", new byte[] {2, 0, 0, 1, 0, 2, 0, 0}, latin("Exif\0")),
                box("infe", new byte[] {2, 0, 0, 1, 0, 3, 0, 0}, latin("mime\0application/rdf+xml\0")));
        byte[] data = join(pixels, exif, xmp);
        int places = 8 + 4 + 2 + 2 + 3 * (2 + 2 + 2 + 2 + 8);
        byte[] inside = inMeta ? box("idat", data) : new byte[0];
        int first = inMeta ? 0 : brand.length + 8 + 4 + names.length + places + 8;
        byte[] method = {0, (byte) (inMeta ? 1 : 0)};
        byte[] locations = box(
                "iloc",
                new byte[] {1, 0, 0, 0, 0x44, 0, 0, 3},
                join(shortOf(1), method, shortOf(0), shortOf(1), intOf(first), intOf(pixels.length)),
                join(shortOf(2), method, shortOf(0), shortOf(1), intOf(first + pixels.length), intOf(exif.length)),
                join(
                        shortOf(3),
                        method,
                        shortOf(0),
                        shortOf(1),
                        intOf(first + pixels.length + exif.length),
                        intOf(xmp.length)));
        assertThat(locations).hasSize(places);
        byte[] meta = box("meta", new byte[4], names, locations, inside);
        byte[] photo = join(brand, meta, inMeta ? new byte[0] : box("mdat", data));
        Path file = Files.write(folder.resolve("photo.heic"), photo);

        PhotoLocation.remove(file);

        byte[] after = Files.readAllBytes(file);
        int end = photo.length - data.length + pixels.length;
        assertThat(Arrays.copyOf(after, end + 10)).isEqualTo(Arrays.copyOf(photo, end + 10));
        assertLocationGone(Arrays.copyOfRange(after, end + 10, end + 10 + TIFF_LENGTH), ByteOrder.BIG_ENDIAN);
        assertThat(new String(
                        Arrays.copyOfRange(after, end + 10 + TIFF_LENGTH, after.length), StandardCharsets.ISO_8859_1))
                .isEqualTo(" ".repeat(xmp.length));

        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(photo, length);
            Files.write(file, cut);
            PhotoLocation.remove(file);
            assertThat(file).hasBinaryContent(cut);
        }
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return join(intOf(8 + all.length), latin(type), all);
    }

    private static byte[] intOf(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    @Test
    void damagedPngAndWebpKeepTheirSizeAndWhatIsBehindTheDamage() throws IOException {
        byte[] picture = TestImages.png(8, 8);
        byte[] png = join(
                Arrays.copyOf(picture, PNG_HEADER),
                chunk("eXIf", tiff("II")),
                chunk("iTXt", latin("XML:com.adobe.xmp\0GPSLatitude")));
        byte[] webp = join(
                latin("RIFF"), littleEndian(1000), latin("WEBP"), riff("EXIF", tiff("MM")), riff("XMP ", latin("GPS")));
        for (byte[] whole : List.of(png, webp)) {
            for (int length = 0; length <= whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                Path file = Files.write(folder.resolve("cut"), cut);
                PhotoLocation.remove(file);
                assertThat(Files.size(file)).isEqualTo(length);
                if (length < whole.length - 60) {
                    assertThat(file).hasBinaryContent(cut);
                }
            }
        }
        byte[] wrong = png.clone();
        // The length of the first chunk that is no header.
        wrong[PNG_HEADER] = 0x7F;
        Path file = Files.write(folder.resolve("wrong.png"), wrong);
        PhotoLocation.remove(file);
        assertThat(file).hasBinaryContent(wrong);
    }

    private static void assertLocationGone(byte[] tiff, ByteOrder order) {
        ByteBuffer cleaned = ByteBuffer.wrap(tiff).order(order);
        assertThat(cleaned.getShort(8)).as("entries").isEqualTo((short) 2);
        assertThat(cleaned.getShort(10)).as("orientation").isEqualTo((short) 0x0112);
        assertThat(cleaned.getShort(18)).isEqualTo((short) 6);
        assertThat(cleaned.getShort(22)).as("print matching").isEqualTo((short) 0xC4A5);
        assertThat(cleaned.getInt(30)).isEqualTo(7);
        for (int at = 34; at < TIFF_LENGTH; at++) {
            assertThat(cleaned.get(at)).as("byte %d", at).isZero();
        }
    }

    /** Every chunk has the check sum of what it holds. */
    private static void assertSums(byte[] png) {
        ByteBuffer file = ByteBuffer.wrap(png).position(8);
        while (file.hasRemaining()) {
            int length = file.getInt();
            CRC32 sum = new CRC32();
            sum.update(png, file.position(), 4 + length);
            file.position(file.position() + 4 + length);
            assertThat(file.getInt()).isEqualTo((int) sum.getValue());
        }
    }

    private static byte[] chunk(String type, byte[] data) {
        byte[] content = join(latin(type), data);
        CRC32 sum = new CRC32();
        sum.update(content);
        return join(
                ByteBuffer.allocate(4).putInt(data.length).array(),
                content,
                ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private static byte[] riff(String name, byte[] data) {
        return join(latin(name), littleEndian(data.length), data, new byte[data.length & 1]);
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
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

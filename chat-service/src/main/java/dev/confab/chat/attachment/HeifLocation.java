package dev.confab.chat.attachment;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places in HEIF files, such as HEIC and AVIF (ISO/IEC 23008-12, 14496-12): items with Exif data or XMP packets. The box
 * {@code meta} says which items there are and where in the file they lie.
 */
final class HeifLocation {

    private static final int HEADER = 8;
    private static final int LARGE_HEADER = 16;
    /** No list of items is larger. */
    private static final int MOST_META = 1024 * 1024;

    private static final String EXIF = "Exif";
    private static final String XMP = "application/rdf+xml";
    private static final int IN_FILE = 0;
    private static final int IN_META = 1;

    private HeifLocation() {}

    /** A part of the file. */
    private record Extent(long start, long length) {
        Extent {
            if (start < 0 || length < 0) {
                throw new IllegalArgumentException("a part of " + length + " bytes at " + start);
            }
        }
    }

    static boolean isHeif(byte[] beginning) {
        return new String(beginning, 4, 4, StandardCharsets.ISO_8859_1).equals("ftyp");
    }

    static void remove(RandomAccessFile file) throws IOException {
        long at = 0;
        while (at + HEADER <= file.length()) {
            file.seek(at);
            long size = Integer.toUnsignedLong(file.readInt());
            String type = name(file.readInt());
            long header = HEADER;
            if (size == 1 && at + LARGE_HEADER <= file.length()) {
                size = file.readLong();
                header = LARGE_HEADER;
            } else if (size == 0) {
                size = file.length() - at;
            }
            if (size < header || size > file.length() - at) {
                return;
            }
            if (type.equals("meta") && size <= MOST_META) {
                byte[] meta = new byte[(int) (size - header)];
                file.readFully(meta);
                removeItems(file, ByteBuffer.wrap(meta), at + header);
            }
            at += size;
        }
    }

    /** @param begin where the content of the box begins in the file */
    private static void removeItems(RandomAccessFile file, ByteBuffer meta, long begin) throws IOException {
        Map<Long, String> types = new HashMap<>();
        Map<Long, List<Extent>> places = new HashMap<>();
        try {
            Map<String, ByteBuffer> boxes = boxes(meta.position(4));
            if (!boxes.containsKey("iinf") || !boxes.containsKey("iloc")) {
                return;
            }
            readTypes(boxes.get("iinf"), types);
            ByteBuffer inside = boxes.get("idat");
            readPlaces(boxes.get("iloc"), inside == null ? -1 : begin + inside.arrayOffset(), types.keySet(), places);
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException broken) {
            return;
        }
        long left = file.length();
        for (Map.Entry<Long, String> item : types.entrySet()) {
            List<Extent> extents = places.getOrDefault(item.getKey(), List.of());
            for (Extent extent : extents) {
                left -= extent.length();
                // Items do not overlap; those of a bomb do.
                if (left < 0 || extent.length() > file.length() - extent.start()) {
                    return;
                }
            }
            if (item.getValue().equals(EXIF) && extents.size() == 1) {
                cleanExif(file, extents.getFirst());
            } else {
                // Exif data in pieces is not looked through.
                byte with = (byte) (item.getValue().equals(EXIF) ? 0 : ' ');
                for (Extent extent : extents) {
                    PhotoLocation.fill(file, extent.start(), extent.length(), with);
                }
            }
        }
    }

    /** Before the TIFF structure stands how far away it begins. */
    private static void cleanExif(RandomAccessFile file, Extent extent) throws IOException {
        if (extent.length() < 4) {
            return;
        }
        file.seek(extent.start());
        long skipped = 4 + Integer.toUnsignedLong(file.readInt());
        long before = skipped < extent.length() ? skipped : 4;
        PhotoLocation.cleanExif(file, extent.start() + before, extent.length() - before);
    }

    /** The contents of the boxes in a box; of several of one type the last. */
    private static Map<String, ByteBuffer> boxes(ByteBuffer content) {
        Map<String, ByteBuffer> boxes = new HashMap<>();
        while (content.remaining() >= HEADER) {
            ByteBuffer box = next(content);
            boxes.put(
                    name(box.getInt(box.position() + 4)),
                    box.position(box.position() + HEADER).slice());
        }
        return boxes;
    }

    /** A view of the next box, with its header. */
    private static ByteBuffer next(ByteBuffer content) {
        int size = content.getInt(content.position());
        if (size < HEADER) {
            throw new IllegalArgumentException("a box of " + size + " bytes");
        }
        ByteBuffer box = content.slice(content.position(), size);
        content.position(content.position() + size);
        return box;
    }

    /** Which items are what is looked for, by their ids. */
    private static void readTypes(ByteBuffer info, Map<Long, String> types) {
        int version = info.getInt() >>> 24;
        long count = version == 0 ? Short.toUnsignedInt(info.getShort()) : Integer.toUnsignedLong(info.getInt());
        for (long number = 0; number < count; number++) {
            ByteBuffer entry = next(info).position(HEADER);
            int form = entry.getInt() >>> 24;
            if (form < 2) {
                continue;
            }
            long id = number(entry, form == 2 ? 2 : 4);
            entry.getShort();
            String type = name(entry.getInt());
            if (type.equals(EXIF)) {
                types.put(id, EXIF);
            } else if (type.equals("mime")) {
                text(entry);
                if (text(entry).equals(XMP)) {
                    types.put(id, XMP);
                }
            }
        }
    }

    /** @param inside where the content of {@code idat} begins in the file; -1 if there is none */
    private static void readPlaces(
            ByteBuffer locations, long inside, Set<Long> wanted, Map<Long, List<Extent>> places) {
        int version = locations.getInt() >>> 24;
        int sizes = Short.toUnsignedInt(locations.getShort());
        int offsetSize = sizes >> 12;
        int lengthSize = sizes >> 8 & 0xF;
        int baseSize = sizes >> 4 & 0xF;
        int indexSize = version == 0 ? 0 : sizes & 0xF;
        if (lengthSize == 0) {
            throw new IllegalArgumentException("items without lengths");
        }
        long count = number(locations, version < 2 ? 2 : 4);
        for (long number = 0; number < count; number++) {
            long id = number(locations, version < 2 ? 2 : 4);
            int construction = version == 0 ? IN_FILE : locations.getShort() & 0xF;
            boolean here = locations.getShort() == 0;
            long base = number(locations, baseSize);
            int extents = Short.toUnsignedInt(locations.getShort());
            List<Extent> found = new ArrayList<>();
            for (int extent = 0; extent < extents; extent++) {
                number(locations, indexSize);
                long start = base + number(locations, offsetSize);
                long length = number(locations, lengthSize);
                if (here && construction == IN_FILE) {
                    found.add(new Extent(start, length));
                } else if (here && construction == IN_META && inside >= 0) {
                    found.add(new Extent(inside + start, length));
                }
            }
            if (wanted.contains(id)) {
                places.put(id, found);
            }
        }
    }

    private static long number(ByteBuffer from, int bytes) {
        return switch (bytes) {
            case 0 -> 0;
            case 2 -> Short.toUnsignedInt(from.getShort());
            case 4 -> Integer.toUnsignedLong(from.getInt());
            case 8 -> from.getLong();
            default -> throw new IllegalArgumentException("a number of " + bytes + " bytes");
        };
    }

    private static String text(ByteBuffer from) {
        StringBuilder text = new StringBuilder();
        for (byte letter = from.get(); letter != 0; letter = from.get()) {
            text.append((char) (letter & 0xFF));
        }
        return text.toString();
    }

    private static String name(int type) {
        return new String(ByteBuffer.allocate(4).putInt(type).array(), StandardCharsets.ISO_8859_1);
    }
}

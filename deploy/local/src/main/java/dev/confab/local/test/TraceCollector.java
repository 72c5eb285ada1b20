package dev.confab.local.test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * Receives spans by OTLP over HTTP, as a collector would, and keeps them. It reads the few fields that tests look at from
 * the protocol's bytes and needs no library for that.
 */
public final class TraceCollector implements AutoCloseable {
    private static final String PATH = "/v1/traces";
    /** Wire types of Protocol Buffers. */
    private static final int VARINT = 0;

    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    /**
     * A recorded step. Ids are lower-case hexadecimal digits.
     *
     * @param service who recorded it
     * @param parentId empty for the first of its trace
     */
    public record Span(String service, String name, String traceId, String spanId, String parentId) {}

    private record Field(int number, ByteBuffer bytes) {}

    /** Starts on a free port of this machine. */
    public TraceCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext(PATH, this::receive);
        server.start();
    }

    /** What services are given as {@code confab.tracing.endpoint}. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All spans so far, in the order of their arrival. */
    public List<Span> spans() {
        return List.copyOf(spans);
    }

    /** The spans of a trace so far. */
    public List<Span> trace(String traceId) {
        return spans.stream().filter(span -> span.traceId().equals(traceId)).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = body(exchange)) {
            // ExportTraceServiceRequest.resource_spans
            for (Field resourceSpans : fields(ByteBuffer.wrap(body.readAllBytes()))) {
                if (resourceSpans.number() == 1) {
                    take(resourceSpans.bytes());
                }
            }
            exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
    }

    private void take(ByteBuffer resourceSpans) {
        String service = "";
        for (Field field : fields(resourceSpans)) {
            if (field.number() == 1) {
                service = serviceName(field.bytes());
            } else if (field.number() == 2) {
                for (Field scoped : fields(field.bytes())) {
                    if (scoped.number() == 2) {
                        spans.add(span(service, scoped.bytes()));
                    }
                }
            }
        }
    }

    private static Span span(String service, ByteBuffer span) {
        String traceId = "";
        String spanId = "";
        String parentId = "";
        String name = "";
        for (Field field : fields(span)) {
            switch (field.number()) {
                case 1 -> traceId = hex(field.bytes());
                case 2 -> spanId = hex(field.bytes());
                case 4 -> parentId = hex(field.bytes());
                case 5 -> name = text(field.bytes());
                default -> {}
            }
        }
        return new Span(service, name, traceId, spanId, parentId);
    }

    /** The attribute {@code service.name} of a resource. */
    private static String serviceName(ByteBuffer resource) {
        for (Field attribute : fields(resource)) {
            if (attribute.number() == 1) {
                String key = "";
                String value = "";
                for (Field part : fields(attribute.bytes())) {
                    if (part.number() == 1) {
                        key = text(part.bytes());
                    } else if (part.number() == 2) {
                        for (Field any : fields(part.bytes())) {
                            value = any.number() == 1 ? text(any.bytes()) : value;
                        }
                    }
                }
                if (key.equals("service.name")) {
                    return value;
                }
            }
        }
        return "";
    }

    /** The fields of a message that hold bytes; numbers are passed over. */
    private static List<Field> fields(ByteBuffer message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer rest = message.duplicate();
        while (rest.hasRemaining()) {
            int tag = (int) varint(rest);
            switch (tag & 7) {
                case VARINT -> varint(rest);
                case FIXED_64 -> rest.position(rest.position() + 8);
                case FIXED_32 -> rest.position(rest.position() + 4);
                case BYTES -> {
                    int length = (int) varint(rest);
                    fields.add(new Field(tag >>> 3, rest.slice(rest.position(), length)));
                    rest.position(rest.position() + length);
                }
                default -> throw new IllegalArgumentException("not a message of Protocol Buffers");
            }
        }
        return fields;
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("not a number of Protocol Buffers");
    }

    private static String hex(ByteBuffer bytes) {
        return HexFormat.of().formatHex(array(bytes));
    }

    private static String text(ByteBuffer bytes) {
        return new String(array(bytes), StandardCharsets.UTF_8);
    }

    private static byte[] array(ByteBuffer bytes) {
        byte[] array = new byte[bytes.remaining()];
        bytes.duplicate().get(array);
        return array;
    }
}

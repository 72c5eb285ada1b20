package dev.confab.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A WebSocket server of which a test plays every word: sockets arrive in a queue, and so do their frames. */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final BlockingQueue<Peer> arrivals = new LinkedBlockingQueue<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final AtomicInteger refuseNext = new AtomicInteger();
    private volatile int refusalStatus = 503;

    public ScriptedServer() {
        HttpServerOptions options = new HttpServerOptions().setPort(0).setHost("127.0.0.1");
        options.addWebSocketSubProtocol("confab.v1");
        server = await(vertx.createHttpServer(options)
                .webSocketHandshakeHandler(handshake -> {
                    authorizations.add(String.valueOf(handshake.headers().get("Authorization")));
                    if (refuseNext.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        handshake.reject(refusalStatus);
                    } else {
                        handshake.accept();
                    }
                })
                .webSocketHandler(socket -> arrivals.add(new Peer(socket)))
                .listen());
    }

    public URI uri(String path) {
        return URI.create("ws://127.0.0.1:" + server.actualPort() + path);
    }

    /** The {@code Authorization} headers of all handshakes so far. */
    public List<String> authorizations() {
        return authorizations;
    }

    /** Refuses the next handshakes with an HTTP status. */
    public void refuse(int handshakes, int status) {
        refusalStatus = status;
        refuseNext.set(handshakes);
    }

    /** The next client to connect. */
    public Peer accept() {
        return take(arrivals, "no client came");
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(io.vertx.core.Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static <T> T take(BlockingQueue<T> queue, String otherwise) {
        try {
            T value = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (value == null) {
                throw new AssertionError(otherwise);
            }
            return value;
        } catch (InterruptedException e) {
            throw new AssertionError(otherwise, e);
        }
    }

    /** The server's side of one socket. */
    public static final class Peer {
        private final ServerWebSocket socket;
        private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

        Peer(ServerWebSocket socket) {
            this.socket = socket;
            socket.textMessageHandler(frames::add);
            socket.closeHandler(end -> closed.add(
                    socket.closeStatusCode() == null
                            ? 1006
                            : socket.closeStatusCode().intValue()));
        }

        /** The next frame of the client, which must be of a type. */
        public JsonNode expect(String type) {
            String text = take(frames, "no " + type);
            try {
                JsonNode frame = ClientJson.mapper().readTree(text);
                if (!frame.path("type").asText().equals(type)) {
                    throw new AssertionError("expected " + type + " but got " + text);
                }
                return frame;
            } catch (JsonProcessingException e) {
                throw new AssertionError(text, e);
            }
        }

        public String expectText() {
            return take(frames, "no frame");
        }

        public boolean nothingReceived() {
            return frames.isEmpty();
        }

        /** Sends JSON written with single quotes. */
        public void say(String json) {
            sayRaw(json.replace('\'', '"'));
        }

        public void sayRaw(String text) {
            var _ = socket.writeTextMessage(text);
        }

        public void sayBinary(byte[] bytes) {
            var _ = socket.writeBinaryMessage(io.vertx.core.buffer.Buffer.buffer(bytes));
        }

        public void close(int code, String reason) {
            var _ = socket.close((short) code, reason);
        }

        /** Drops the connection without a close frame. */
        public void drop() {
            var _ = ((WebSocketInternal) socket).channelHandlerContext().close();
        }

        public int closeCode() {
            return take(closed, "not closed");
        }

        /** Answers the hello of a client: nobody's personal events are waiting. */
        public JsonNode welcome() {
            return welcome(25_000, 10_000);
        }

        public JsonNode welcome(int pingIntervalMs, int pongTimeoutMs) {
            JsonNode hello = expect("hello");
            say("{'type':'welcome','id':'" + hello.path("id").asText() + "','session':'s-"
                    + System.identityHashCode(this) + "','node':'n1',"
                    + "'user':{'id':'u1','username':'ada','roles':['user']},'serverTime':'2026-01-01T00:00:00.000Z',"
                    + "'pingIntervalMs':" + pingIntervalMs + ",'pongTimeoutMs':" + pongTimeoutMs
                    + ",'limits':{'maxFrameBytes':65536,'maxMessageLength':1000,'messagesPerSecond':5},"
                    + "'me':{'epoch':'m','seq':7,'recovered':true}}");
            return hello;
        }

        /** Answers a join: events from {@code from} follow, the stream ends at {@code top}. */
        public JsonNode joined(String epoch, long top, boolean recovered, long from) {
            JsonNode join = expect("join");
            say("{'type':'joined','id':'" + join.path("id").asText() + "','room':'"
                    + join.path("room").asText() + "','roomId':'r1','epoch':'" + epoch + "','seq':" + top
                    + ",'recovered':" + recovered + ",'from':" + from + "}");
            return join;
        }

        /** Answers for the room of that place in a hello, as {@link #joined} does for a join. */
        public JsonNode resumed(JsonNode hello, int place, String epoch, long top, boolean recovered, long from) {
            JsonNode room = hello.path("rooms").path(place);
            say("{'type':'joined','room':'" + room.path("room").asText() + "','roomId':'r1','epoch':'" + epoch
                    + "','seq':" + top + ",'recovered':" + recovered + ",'from':" + from + "}");
            return room;
        }

        /** Welcomes a client that comes back to one room. */
        public JsonNode welcomeBack(String epoch, long top, boolean recovered, long from) {
            return resumed(welcome(), 0, epoch, top, recovered, from);
        }

        public void event(String room, String epoch, long seq) {
            sayRaw(eventText(room, epoch, seq));
        }

        public static String eventText(String room, String epoch, long seq) {
            String json = "{'type':'event','room':'" + room + "','epoch':'" + epoch + "','seq':" + seq
                    + ",'kind':'message.posted','eventId':'e" + seq + "','time':'2026-01-01T00:00:00.000Z',"
                    + "'user':{'id':'u2','username':'bob'},'data':{'text':'text " + seq + "'}}";
            return json.replace('\'', '"');
        }

        /** Answers a send. */
        public JsonNode ack(long seq) {
            JsonNode send = expect("send");
            say("{'type':'ack','id':'" + send.path("id").asText() + "','room':'"
                    + send.path("room").asText() + "','clientMessageId':'"
                    + send.path("clientMessageId").asText() + "','messageId':'e" + seq + "','epoch':'a','seq':" + seq
                    + ",'time':'2026-01-01T00:00:00.000Z','duplicate':false}");
            return send;
        }

        /** Refuses a command. */
        public void refuse(JsonNode command, String code, boolean temporary, int retryAfterMs) {
            say("{'type':'error','id':'" + command.path("id").asText() + "','code':'" + code
                    + "','message':'no','temporary':" + temporary + ",'retryAfterMs':" + retryAfterMs + "}");
        }
    }
}

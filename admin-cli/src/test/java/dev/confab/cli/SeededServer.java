package dev.confab.cli;

import dev.confab.cli.RecordingServer.Answer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Remembers users, rooms and messages the way the service does, for the three that seeding makes. */
final class SeededServer {
    private final Set<String> users = ConcurrentHashMap.newKeySet();
    private final Set<String> rooms = ConcurrentHashMap.newKeySet();
    private final Set<String> messages = ConcurrentHashMap.newKeySet();

    SeededServer(RecordingServer server) {
        server.on(
                "POST /api/users",
                request -> users.add(field(request.body(), "username"))
                        ? new Answer(201, "{'id':'1','username':'x'}")
                        : new Answer(409, "{'code':'username_taken'}"));
        server.on(
                "POST /api/rooms",
                request -> rooms.add(field(request.body(), "name"))
                        ? new Answer(201, "{'id':'1','name':'x','visibility':'public'}")
                        : new Answer(409, "{'code':'room_exists'}"));
        server.on("POST /api/auth/logout", 204, "");
        for (int user = 1; user <= 3; user++) {
            server.on("POST /api/users/seed1.user00" + user + "/password", 204, "");
        }
        for (int room = 1; room <= 2; room++) {
            server.on("POST /api/rooms/seed1_room00" + room + "/messages", request -> {
                boolean fresh = messages.add(field(request.body(), "clientMessageId"));
                return new Answer(
                        fresh ? 201 : 200,
                        "{'clientMessageId':'x','messageId':'m','epoch':'a','seq':1,'time':'2026-01-01T00:00:00Z',"
                                + "'duplicate':" + !fresh + "}");
            });
        }
    }

    Set<String> messages() {
        return messages;
    }

    private static String field(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + name + " in " + json);
        }
        return matcher.group(1);
    }
}

package dev.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModerationCommandsTest {
    private static final String ROOM = "{'id':'r1','name':'lobby','visibility':'public'}";

    private final RecordingServer server = new RecordingServer();
    private @TempDir Path directory;
    private CliRun.Setting cli;

    @BeforeEach
    void signIn() {
        cli = CliRun.at(directory.resolve("config"), server.url());
        assertThat(cli.typing("secret")
                        .run("login", "admin", "--password-stdin")
                        .exitCode())
                .isZero();
        server.requests().clear();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    @Tag("CH-08")
    void closesARoomForEveryoneWithAReason() {
        server.on("POST /api/rooms/lobby/close", 204, "");
        server.on("POST /api/rooms/lobby/reopen", 204, "");

        assertThat(cli.run("rooms", "close", "lobby", "--reason", "chat ended").exitCode())
                .as("asks first")
                .isNotZero();
        assertThat(server.requests()).isEmpty();
        CliRun run = cli.run("rooms", "close", "lobby", "--reason", "chat ended", "--archive", "--yes", "-o", "json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"archived\" : true");
        assertThat(server.requests().getLast().body()).contains("\"reason\":\"chat ended\"", "\"archive\":true");
        assertThat(cli.run("rooms", "reopen", "lobby").exitCode()).isZero();
        assertThat(cli.run("rooms", "close", "lobby", "--yes").exitCode()).isEqualTo(2);
    }

    @Test
    void sendsPeopleOut() {
        server.on("POST /api/rooms/lobby/members/ben/kick", 204, "");
        server.on("PUT /api/rooms/lobby/bans/ben", 201, "");
        server.on("DELETE /api/rooms/lobby/bans/ben", 204, "");
        server.on(
                "GET /api/rooms/lobby/bans",
                200,
                "{'items':[{'id':'u2','username':'ben','by':'ann','reason':'spam','bannedAt':'2026-03-01T09:00:00Z'}]}");

        assertThat(cli.run("rooms", "kick", "lobby", "ben", "--reason", "loud").exitCode())
                .isZero();
        assertThat(server.requests().getLast().body()).contains("\"reason\":\"loud\"");
        assertThat(cli.run("rooms", "ban", "lobby", "ben", "--for", "24h").exitCode())
                .isZero();
        assertThat(server.requests().getLast().body()).contains("\"until\":\"20");
        assertThat(cli.run("rooms", "bans", "lobby").out()).contains("ben", "ann", "spam");
        assertThat(cli.run("rooms", "unban", "lobby", "ben").exitCode()).isZero();
    }

    @Test
    void givesRolesAndChangesSettings() {
        server.on("PUT /api/rooms/lobby/members/ben", 200, "{'role':'moderator'}");
        server.on("PATCH /api/rooms/lobby", 200, ROOM);

        assertThat(cli.run("rooms", "role", "lobby", "ben", "moderator").exitCode())
                .isZero();
        assertThat(cli.run("rooms", "role", "lobby", "ben", "boss").exitCode()).isEqualTo(2);
        assertThat(cli.run(
                                "rooms",
                                "set",
                                "lobby",
                                "--slow-mode",
                                "10",
                                "--banned-words",
                                "soup,stew",
                                "--retention-days",
                                "0")
                        .exitCode())
                .isZero();
        assertThat(server.requests().getLast().body())
                .contains("\"slowModeSeconds\":10", "[\"soup\",\"stew\"]", "\"retentionDays\":null")
                .doesNotContain("topic");
        assertThat(cli.run("rooms", "set", "lobby").exitCode()).isEqualTo(2);
    }

    @Test
    void invitesPeopleAndMakesLinks() {
        server.on(
                "POST /api/rooms/lobby/invitations",
                201,
                "{'id':'i1','room':'lobby','code':'c0de','expiresAt':'2026-03-01T09:00:00Z'}");

        assertThat(cli.run("rooms", "invite", "lobby", "--max-uses", "3").out()).contains("c0de");
        assertThat(server.requests().getLast().body()).isEqualTo("{\"maxUses\":3}");
        assertThat(cli.run("rooms", "invite", "lobby", "ben").exitCode()).isZero();
        assertThat(server.requests().getLast().body()).isEqualTo("{\"username\":\"ben\"}");
        assertThat(cli.run("rooms", "invite", "lobby", "ben", "--hours", "3").exitCode())
                .isEqualTo(2);
    }

    @Test
    void showsAndDecidesReports() {
        server.on(
                "GET /api/rooms/lobby/reports?state=open",
                200,
                "{'items':[{'id':'p1','room':'lobby','messageId':'m1','author':{'id':'u2','username':'ben'},"
                        + "'text':'buy now','reason':'advertising','state':'open'}]}");
        server.on("GET /api/reports?state=open", 200, "{'items':[]}");
        server.on("POST /api/reports/p1/resolve", 204, "");

        assertThat(cli.run("rooms", "reports", "lobby").out()).contains("p1", "ben", "buy now", "advertising");
        assertThat(cli.run("rooms", "reports").exitCode()).isZero();
        assertThat(cli.run("rooms", "reports", "--resolve", "p1", "--as", "dismissed")
                        .exitCode())
                .isZero();
        assertThat(server.requests().getLast().body()).isEqualTo("{\"resolution\":\"dismissed\"}");
        assertThat(cli.run("rooms", "reports", "--resolve", "p1").exitCode()).isEqualTo(2);
    }
}

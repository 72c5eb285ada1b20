package dev.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.cli.RecordingServer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfabCommandTest {
    private static final String HEALTHY = "{'status':'UP','checks':["
            + "{'name':'database','status':'UP','data':{'state':'up','required':true}},"
            + "{'name':'redis','status':'UP','data':{'state':'up','required':false}}]}";

    private final RecordingServer server = new RecordingServer();
    private @TempDir Path directory;
    private CliRun.Setting cli;

    @BeforeEach
    void prepare() {
        cli = CliRun.at(directory.resolve("config"), server.url());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private void signIn() {
        assertThat(cli.typing("secret")
                        .run("login", "admin", "--password-stdin")
                        .exitCode())
                .isZero();
        server.requests().clear();
    }

    @Test
    void showsItsHelpAndTheExitCodes() {
        CliRun run = cli.run();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Exit codes: 0 ok, 1 failure, 2 wrong usage, 3 cancelled, 4 not signed in");
        assertThat(cli.run("help", "rooms", "send").out())
                .isEqualTo(cli.run("rooms", "send", "--help").out());
        assertThat(cli.run("help", "rooms", "sing").exitCode()).isEqualTo(2);
        assertThat(cli.run("rooms", "send", "--help").out()).contains("uptime | confab rooms send operations");
    }

    @Test
    void answersWrongUsageWithExitCode2AndAHint() {
        CliRun run = cli.run("romms", "list");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("romms").contains("--help");
        assertThat(cli.run("rooms").exitCode()).isEqualTo(2);
        assertThat(cli.run("rooms", "list", "-o", "xml").exitCode()).isEqualTo(2);
    }

    @Test
    void keepsTheSignInWhereOnlyItsOwnerCanReadIt() throws IOException {
        CliRun run = cli.typing("secret").run("login", "admin", "--password-stdin");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(server.requests().getFirst().body()).contains("\"password\":\"secret\"");
        Path file = directory.resolve("config/contexts.json");
        assertThat(Files.readString(file)).contains("refresh-1").doesNotContain("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("config"))))
                .isEqualTo("rwx------");
    }

    @Test
    void asksAPersonForThePasswordAndNeverTakesItAsAnArgument() {
        assertThat(cli.withPerson().typing("secret").run("login", "admin").exitCode())
                .isZero();
        assertThat(cli.run("login", "admin").err()).contains("--password-stdin");
        assertThat(cli.run("login", "admin", "--password", "secret").exitCode()).isEqualTo(2);
    }

    @Test
    void answersARefusedSignInWithExitCode4CodeAndRequestId() {
        server.on(
                "POST /api/auth/login",
                401,
                "{'code':'bad_credentials','detail':'Wrong name or password.','requestId':'r-9'}");
        CliRun run = cli.typing("wrong").run("login", "admin", "--password-stdin");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).startsWith("error: Wrong name or password. (bad_credentials, request r-9)");
        assertThat(run.out()).isEmpty();
    }

    @Test
    void saysHowToSignInWhenNobodyIs() {
        CliRun run = cli.run("rooms", "list");
        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("confab login");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void neverSendsATokenToAnotherServer() {
        signIn();
        try (RecordingServer other = new RecordingServer()) {
            String name = server.url().substring("http://".length());
            CliRun run = CliRun.at(directory.resolve("config"), other.url()).run("whoami", "--context", name);
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void renewsTheTokenAndKeepsTheNewOne() {
        signIn();
        server.on(
                "GET /api/me",
                request -> request.token().equals("access-2")
                        ? new Answer(200, "{'id':'u1','username':'admin','roles':['staff']}")
                        : new Answer(401, "{'code':'token_expired'}"));
        server.on(
                "POST /api/auth/refresh",
                200,
                "{'accessToken':'access-2','expiresIn':900,'refreshToken':'refresh-2','user':{'id':'u1','username':'admin'}}");
        assertThat(cli.run("whoami").exitCode()).isZero();
        assertThat(cli.run("whoami").exitCode()).isZero();
        assertThat(server.requests())
                .filteredOn(r -> r.line().endsWith("refresh"))
                .hasSize(1);
    }

    @Test
    void listsRoomsPageByPageInEveryFormat() {
        signIn();
        server.on(
                "GET /api/rooms?limit=3",
                200,
                "{'items':[{'id':'1','name':'lobby','visibility':'public','online':2},"
                        + "{'id':'2','name':'ops','visibility':'private'}],'next':'p2'}");
        server.on(
                "GET /api/rooms?after=p2&limit=1", 200, "{'items':[{'id':'3','name':'third','visibility':'public'}]}");

        CliRun table = cli.run("rooms", "list", "--limit", "3");
        assertThat(table.exitCode()).isZero();
        assertThat(table.out().lines().toList())
                .satisfiesExactly(
                        header -> assertThat(header).startsWith("NAME   VISIBILITY  ONLINE"),
                        first -> assertThat(first).startsWith("lobby  public      2"),
                        second -> assertThat(second).startsWith("ops    private     0"),
                        third -> assertThat(third).startsWith("third  public"));
        assertThat(cli.run("rooms", "list", "--limit", "3", "-o", "json").out()).contains("\"name\" : \"lobby\"");
        assertThat(cli.run("-o", "yaml", "rooms", "list", "--limit", "3").out())
                .startsWith("- id: \"1\"\n  name: \"lobby\"\n");
    }

    @Test
    void keepsWhatUsersWroteFromCommandingTheTerminal() {
        signIn();
        server.on(
                "GET /api/rooms/lobby/messages?limit=50",
                200,
                "{'epoch':'a','items':[{'seq':2,'messageId':'m','time':'2026-01-01T00:00:00Z',"
                        + "'user':{'id':'u','username':'eve'},'text':'a\\u001b[2Jb\\nc'}]}");
        assertThat(cli.run("rooms", "history", "lobby").out())
                .doesNotContain("\u001b")
                .contains("eve   a\uFFFD[2Jb c");
    }

    @Test
    void sendsWhatStdinHolds() {
        signIn();
        server.on(
                "POST /api/rooms/lobby/messages",
                201,
                "{'clientMessageId':'x','messageId':'m','epoch':'a','seq':4,'time':'2026-01-01T00:00:00Z','duplicate':false}");
        CliRun run = cli.typing("one", "two").run("rooms", "send", "lobby", "--id", "x", "-o", "json");

        assertThat(run.out()).contains("\"seq\" : 4");
        assertThat(server.requests().getLast().body())
                .contains("\"clientMessageId\":\"x\"")
                .contains("\"text\":\"one\\ntwo\"");
    }

    @Test
    void asksBeforeBanningAndStopsWithExitCode3() {
        signIn();
        server.on("POST /api/users/eve/ban", 200, "{}");

        assertThat(cli.withPerson()
                        .typing("no")
                        .run("users", "ban", "eve", "--reason", "spam")
                        .exitCode())
                .isEqualTo(3);
        assertThat(cli.run("users", "ban", "eve", "--reason", "spam").exitCode())
                .isEqualTo(2);
        assertThat(server.requests()).isEmpty();
        assertThat(cli.run("users", "ban", "eve", "--reason", "spam", "--yes").exitCode())
                .isZero();
        assertThat(server.requests().getLast().body()).isEqualTo("{\"reason\":\"spam\"}");
    }

    @Test
    void switchesBetweenContexts() {
        signIn();
        try (RecordingServer other = new RecordingServer()) {
            CliRun.Setting there = CliRun.at(directory.resolve("config"), "");
            there.typing("secret").run("login", "admin", "--password-stdin", "--server", other.url(), "--context", "b");
            assertThat(there.run("contexts", "list").out()).contains("*        b ");
            other.on("GET /api/me", 200, "{'id':'u1','username':'admin','roles':[]}");
            assertThat(there.run("whoami").exitCode()).isZero();

            String first = server.url().substring("http://".length());
            assertThat(there.run("contexts", "use", first).exitCode()).isZero();
            server.on("GET /api/me", 200, "{'id':'u1','username':'admin','roles':[]}");
            assertThat(there.run("whoami", "-o", "json").out()).contains(server.url());
            assertThat(there.run("contexts", "use", "nowhere").exitCode()).isEqualTo(2);
        }
    }

    @Test
    @Tag("AD-02")
    void reportsEveryServiceAndPartAsHealthy() {
        server.on("GET /q/health", 200, HEALTHY);
        CliRun run = healthcheck(server.url());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("chat")
                .contains("notification")
                .contains("task")
                .contains("disk");
        assertThat(run.out().lines().filter(line -> line.contains("redis"))).hasSize(3);
    }

    @Test
    @Tag("AD-02")
    void failsWhenAServiceGoesOnWithoutRedis() {
        server.on("GET /q/health", 200, HEALTHY);
        try (RecordingServer limping = new RecordingServer()) {
            limping.on("GET /q/health", 200, HEALTHY.replace("'state':'up','required':false", "'state':'down'"));
            CliRun run = healthcheck(limping.url(), "-o", "json");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out()).contains("\"healthy\" : false").contains("\"name\" : \"redis\"");
        }
    }

    @Test
    @Tag("AD-02")
    void failsWhenAServiceDoesNotAnswerOrTheDiskIsFull() {
        server.on("GET /q/health", 200, HEALTHY);
        String gone;
        try (RecordingServer closed = new RecordingServer()) {
            gone = closed.url();
        }
        CliRun run = healthcheck(gone);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).containsPattern("notification +reachable +DOWN");

        CliRun full = healthcheck(server.url(), "--disk", directory.toString(), "--min-free", "100000000");
        assertThat(full.exitCode()).isEqualTo(1);
        assertThat(full.out()).containsPattern("disk +free space +DOWN");
    }

    @Test
    @Tag("AD-02")
    void waitsUntilEverythingIsUp() {
        Set<String> asked = ConcurrentHashMap.newKeySet();
        server.on(
                "GET /q/health",
                request -> asked.add("once")
                        ? new Answer(503, "{'status':'DOWN','checks':[]}")
                        : new Answer(200, HEALTHY));
        assertThat(healthcheck(server.url(), "--wait", "60s").exitCode()).isZero();
    }

    /** With time for a server that stands still for a moment. */
    private CliRun healthcheck(String notificationUrl, String... more) {
        List<String> arguments = new ArrayList<>(List.of("healthcheck", "--timeout", "60s"));
        arguments.addAll(List.of("--notification-url", notificationUrl, "--task-url", server.url()));
        arguments.addAll(List.of(more));
        return cli.run(arguments.toArray(String[]::new));
    }

    @Test
    @Tag("AD-01")
    void seedsOnceAndFindsItsDataTheSecondTime() {
        signIn();
        SeededServer data = new SeededServer(server);

        CliRun first = cli.run("seed", "--users", "3", "--rooms", "2", "--messages", "20", "-o", "json");
        assertThat(first.err()).doesNotContain("\r");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .contains("\"usersCreated\" : 3")
                .contains("\"roomsCreated\" : 2")
                .contains("\"messagesPosted\" : 20");

        CliRun second = cli.run("seed", "--users", "3", "--rooms", "2", "--messages", "20", "-o", "json");
        assertThat(second.out())
                .contains("\"usersFound\" : 3")
                .contains("\"roomsFound\" : 2")
                .contains("\"messagesPosted\" : 0")
                .contains("\"messagesFound\" : 20");
        assertThat(data.messages()).hasSize(20);
    }

    @Test
    @Tag("AD-01")
    void changesNothingInADryRun() {
        signIn();
        CliRun run = cli.run("seed", "--dry-run", "--users", "2");
        assertThat(run.exitCode()).isZero();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    @Tag("AD-01")
    void clearsOnlyWhatSeedingMade() {
        signIn();
        server.on(
                "GET /api/rooms?q=seed1_room&limit=200",
                200,
                "{'items':[" + room("seed1_room001", "public") + "," + room("seed1_room002", "private") + ","
                        + room("seed1_rooms", "public") + "," + room("my_seed1_room001", "public") + "]}");
        server.on(
                "GET /api/users?q=seed1.user&limit=200",
                200,
                "{'items':[" + user("seed1.user001", "seed1.user001@seed1.invalid") + ","
                        + user("seed1.user002", "me@example.org") + ","
                        + user("seed1.users", "seed1.users@seed1.invalid") + "],'next':'x'}");
        server.on(
                "GET /api/users?q=seed1.user&after=x&limit=200",
                200,
                "{'items':[" + user("seed1.user1000", "seed1.user1000@seed1.invalid") + "]}");

        assertThat(cli.run("seed", "--clear", "--dry-run").err()).contains("would remove 1 rooms and 2 users");
        assertThat(server.requests()).extracting(RecordingServer.Request::line).noneMatch(line -> line.contains("DEL"));

        server.on("DELETE /api/rooms/seed1_room001", 204, "");
        server.on("DELETE /api/users/seed1.user001", 204, "");
        // Somebody else was faster.
        server.on("DELETE /api/users/seed1.user1000", 404, "{'code':'user_not_found','detail':'x'}");
        CliRun run = cli.run("seed", "--clear", "--yes", "-o", "json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"roomsDeleted\" : 1").contains("\"usersDeleted\" : 1");
        assertThat(server.requests())
                .extracting(RecordingServer.Request::line)
                .filteredOn(line -> line.startsWith("DELETE"))
                .containsExactly(
                        "DELETE /api/rooms/seed1_room001",
                        "DELETE /api/users/seed1.user001",
                        "DELETE /api/users/seed1.user1000");
    }

    private static String room(String name, String visibility) {
        return "{'id':'1','name':'" + name + "','visibility':'" + visibility + "'}";
    }

    private static String user(String name, String email) {
        return "{'id':'1','username':'" + name + "','email':'" + email + "','roles':['user']}";
    }

    @Test
    void printsACompletionScriptThatNamesTheCommands() {
        assertThat(cli.run("completion").out()).contains("complete").contains("healthcheck");
    }
}

package dev.confab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("NO-02")
class NotificationsCommandTest {
    private static final String ID = "0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b5";
    private static final String ITEM = "{'id':'" + ID + "','kind':'mention','room':'general',"
            + "'roomId':'0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b6','messageId':'0199d6b2-7a61-7c07-8d0e-4ad1f1c4d3b7','seq':7,"
            + "'actor':{'id':'b','username':'ben'},'text':'hello @ann','createdAt':'2026-03-01T10:00:00Z','readAt':null}";

    @TempDir
    Path directory;

    private final RecordingServer chat = new RecordingServer();
    private final RecordingServer notifications = new RecordingServer();
    private CliRun.Setting cli;

    @BeforeEach
    void signIn() {
        cli = CliRun.at(directory.resolve("config"), chat.url());
        cli.typing("a password").run("login", "admin", "--password-stdin");
    }

    @AfterEach
    void close() {
        chat.close();
        notifications.close();
    }

    @Test
    void listsPageByPageAsTheSameSignIn() {
        notifications.on(
                "GET /api/notifications?user=ann&unread=true&limit=2",
                200,
                "{'items':[" + ITEM + "],'unread':2,'next':'" + ID + "'}");
        notifications.on(
                "GET /api/notifications?user=ann&unread=true&before=" + ID + "&limit=1",
                200,
                "{'items':[" + ITEM + "],'unread':2,'next':null}");

        CliRun run = run("list", "--user", "ann", "--unread", "--limit", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out()).contains(ID, "mention", "general", "ben", "hello @ann");
        assertThat(notifications.requests())
                .extracting(RecordingServer.Request::token)
                .containsOnly("access-1");
    }

    @Test
    void marksAsReadWhatIsNamedAndNothingWhenNothingIs() {
        notifications.on("POST /api/notifications/read", 200, "{'unread':3}");

        assertThat(run("read", ID).err()).contains("3 unread");
        assertThat(run("read", "--all", "-o", "json").out()).contains("\"unread\" : 3");
        assertThat(run("read").exitCode()).isEqualTo(2);
        assertThat(run("read", ID, "--all").exitCode()).isEqualTo(2);
        assertThat(notifications.requests())
                .extracting(RecordingServer.Request::body)
                .containsExactly("{\"ids\":[\"" + ID + "\"]}", "{\"all\":true}");
    }

    @Test
    void tellsWhyNoMailWasSent() {
        notifications.on(
                "GET /api/notifications/" + ID + "/delivery",
                200,
                "{'channel':'email','state':'skipped','reason':'online','dueAt':'2026-03-01T10:01:00Z',"
                        + "'decidedAt':'2026-03-01T10:01:00Z','taskId':null}");

        assertThat(run("why", ID).out()).contains("skipped", "online");
        assertThat(run("why", ID.replace('5', '6')).exitCode()).isEqualTo(1);
    }

    private CliRun run(String command, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "notifications";
        all[1] = command;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[all.length - 2] = "--notification-url";
        all[all.length - 1] = notifications.url();
        return cli.run(all);
    }
}

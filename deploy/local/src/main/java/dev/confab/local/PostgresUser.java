package dev.confab.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL refuses to run as root. Where we are root, its programs run in a user namespace without a mapping:
 * they see an unprivileged user, while files stay ours. Where namespaces are forbidden, as in many containers,
 * they run as {@code nobody}, own the data folder, and may pass through the folders above it.
 */
enum PostgresUser {
    SAME(""),
    NAMESPACE("unshare -U"),
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all,+dac_override"
            + " --ambient-caps=-all,+dac_override --bounding-set=-all,+dac_override");

    private final String prefix;

    PostgresUser(String prefix) {
        this.prefix = prefix;
    }

    static PostgresUser choose() {
        if (!Shell.isRoot()) {
            // It also refuses a user whom the system does not know by name, as containers run them.
            boolean nameless = !Shell.succeeds("id", "-un") && NAMESPACE.works();
            return nameless ? NAMESPACE : SAME;
        }
        for (PostgresUser user : List.of(NAMESPACE, NOBODY)) {
            if (user.works()) {
                return user;
            }
        }
        throw new LocalStackException("PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv' works"
                + " here: start confab as an ordinary user, or set CONFAB_POSTGRES_URL to a server");
    }

    private boolean works() {
        return Shell.succeeds(command(List.of("true")).toArray(String[]::new));
    }

    List<String> command(List<String> command) {
        List<String> result = new ArrayList<>();
        if (!prefix.isEmpty()) {
            result.addAll(List.of(prefix.split(" ", -1)));
        }
        result.addAll(command);
        return result;
    }

    /** Where the user may execute programs from: a home folder, such as root's, may be closed to others. */
    Path binaries() {
        boolean own = this != NOBODY || System.getenv("CONFAB_CACHE") != null;
        return own ? BinaryCache.root() : Path.of("/var/cache/confab");
    }

    /** Makes the data folder one that the server accepts as its own. */
    void own(Path data) {
        if (this == NOBODY && !Shell.succeeds("chown", "-R", "65534:65534", data.toString())) {
            throw new LocalStackException("cannot give " + data + " to the user that PostgreSQL runs as");
        }
    }
}

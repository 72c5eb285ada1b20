package dev.confab.cli.seed;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.ProgressBar;
import dev.confab.client.rest.Account;
import dev.confab.client.rest.ConfabApiException;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.Page;
import dev.confab.client.rest.Room;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Removes what seeding made, whatever the numbers were with which it was run: the rooms and users whose names only
 * seeding gives, and of the users only those with the address that only seeding gives. Doing it twice is harmless.
 */
final class SeedCleaner {
    private static final int PAGE = 200;

    private final Cli cli;
    private final ConfabRest staff;
    private final long seed;

    SeedCleaner(Cli cli, ConfabRest staff, long seed) {
        this.cli = cli;
        this.staff = staff;
        this.seed = seed;
    }

    /** What would be removed. */
    record Found(List<String> rooms, List<String> users) {
        boolean isEmpty() {
            return rooms.isEmpty() && users.isEmpty();
        }
    }

    Found find() {
        String roomPrefix = SeedPlan.roomPrefix(seed);
        Predicate<Room> seededRoom = room -> SeedPlan.isNumbered(roomPrefix, room.name())
                && room.visibility().equals("public");
        List<String> rooms = all(after -> staff.rooms().list(roomPrefix, after, PAGE)).stream()
                .filter(seededRoom)
                .map(Room::name)
                .sorted()
                .toList();
        String userPrefix = SeedPlan.userPrefix(seed);
        Predicate<Account> seededUser = user -> SeedPlan.isNumbered(userPrefix, user.username())
                && SeedPlan.email(seed, user.username()).equals(user.email());
        List<String> users = all(after -> staff.users().list(userPrefix, after, PAGE)).stream()
                .filter(seededUser)
                .map(Account::username)
                .toList();
        return new Found(rooms, users);
    }

    /** Removes them; rooms first, so that nobody's messages are left behind without their author. */
    ClearResult remove(Found found) {
        int rooms = 0;
        int users = 0;
        try (ProgressBar bar = new ProgressBar(
                cli, "clearing", found.rooms().size() + (long) found.users().size())) {
            for (String room : found.rooms()) {
                rooms += unlessGone(() -> staff.rooms().delete(room), "room_not_found");
                bar.step();
            }
            for (String user : found.users()) {
                users += unlessGone(() -> staff.users().delete(user), "user_not_found");
                bar.step();
            }
        }
        return new ClearResult(rooms, users);
    }

    private static int unlessGone(Runnable deletion, String gone) {
        try {
            deletion.run();
            return 1;
        } catch (ConfabApiException e) {
            if (!e.code().equals(gone)) {
                throw e;
            }
            return 0;
        }
    }

    private static <T> List<T> all(Function<@Nullable String, Page<T>> list) {
        List<T> items = new ArrayList<>();
        @Nullable String after = null;
        do {
            Page<T> page = list.apply(after);
            items.addAll(page.items());
            after = page.next();
        } while (after != null);
        return items;
    }
}

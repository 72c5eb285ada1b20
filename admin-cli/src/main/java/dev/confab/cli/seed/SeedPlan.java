package dev.confab.cli.seed;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * What seeding is to create, wholly determined by the numbers: the same seed names the same users, rooms and messages,
 * so that a second run finds them instead of doubling them.
 */
record SeedPlan(long seed, List<String> users, List<String> rooms, List<Line> lines) {
    /** A message: who says what where, under an id of ours. */
    record Line(String author, String room, String id, String text) {}

    private static final List<String> OPENINGS =
            List.of("I think", "Has anybody seen whether", "Good news:", "Reminder:", "Question:", "For the record,");
    private static final List<String> SUBJECTS = List.of(
            "the build", "the new room", "tomorrow's demo", "the release", "the backup", "the door sensor", "lunch");
    private static final List<String> VERBS =
            List.of("is ready", "needs a second look", "moved to Thursday", "works again", "takes too long", "is fine");

    static SeedPlan of(long seed, int users, int rooms, int messages) {
        // Named, because a default generator may change between Java versions and with it the plan.
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<String> userNames = names(userPrefix(seed), users);
        List<String> roomNames = names(roomPrefix(seed), rooms);
        List<Line> lines = new ArrayList<>(messages);
        for (int n = 1; n <= messages; n++) {
            String author = userNames.get(random.nextInt(users));
            String room = roomNames.get(random.nextInt(rooms));
            String text = pick(OPENINGS, random) + " " + pick(SUBJECTS, random) + " " + pick(VERBS, random) + ".";
            lines.add(new Line(author, room, "seed-" + seed + "-" + n, text));
        }
        return new SeedPlan(seed, userNames, roomNames, List.copyOf(lines));
    }

    /** What every user name of a seed begins with. */
    static String userPrefix(long seed) {
        return "seed" + seed + ".user";
    }

    /** What every room name of a seed begins with. */
    static String roomPrefix(long seed) {
        return "seed" + seed + "_room";
    }

    /** The address of a user of a seed, to which no mail can be sent. */
    static String email(long seed, String user) {
        return user + "@seed" + seed + ".invalid";
    }

    /** Whether seeding gives such names: the prefix and a number. */
    static boolean isNumbered(String prefix, String name) {
        return name.startsWith(prefix) && name.substring(prefix.length()).matches("\\d{3,}");
    }

    private static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>(count);
        for (int n = 1; n <= count; n++) {
            names.add(String.format(Locale.ROOT, "%s%03d", prefix, n));
        }
        return List.copyOf(names);
    }

    private static String pick(List<String> list, RandomGenerator random) {
        return list.get(random.nextInt(list.size()));
    }
}

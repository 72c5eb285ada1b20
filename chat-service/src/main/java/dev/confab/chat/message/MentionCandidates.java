package dev.confab.chat.message;

import dev.confab.chat.account.Username;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that a text may mention: what follows an {@code @} that no word character precedes. A name may contain dots
 * and hyphens, and a sentence may end in them; so a place in the text stands for several names, the longest first, and
 * only the accounts tell which of them is meant.
 *
 * @param places each with the keys ({@link Username#key()}) of the names that it may stand for
 */
record MentionCandidates(List<List<String>> places) {

    /** Bounds the query that a text can cause; a text that names more people is no text for people. */
    private static final int MAX_PLACES = 100;

    private static final Pattern PLACE = Pattern.compile("(?<!\\w)@([\\w.-]{2,})", Pattern.UNICODE_CHARACTER_CLASS);

    /** Says {@code @room}: all who follow the room. */
    private static final Pattern ROOM =
            Pattern.compile("(?<!\\w)@room(?![\\w.-]*\\w)", Pattern.UNICODE_CHARACTER_CLASS);

    /** Whether the text names the whole room. */
    static boolean nameTheRoom(String text) {
        return ROOM.matcher(text).find();
    }

    /** Whether it is worth looking at all. */
    static boolean mayBeIn(String text) {
        return text.indexOf('@') >= 0;
    }

    static MentionCandidates of(String text) {
        List<List<String>> places = new ArrayList<>();
        Matcher matcher = PLACE.matcher(text);
        while (places.size() < MAX_PLACES && matcher.find()) {
            List<String> names = names(matcher.group(1));
            if (!names.isEmpty()) {
                places.add(names);
            }
        }
        return new MentionCandidates(places);
    }

    /** Every key, each once. */
    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        places.forEach(keys::addAll);
        return keys;
    }

    private static List<String> names(String run) {
        List<String> names = new ArrayList<>();
        String rest = run;
        while (true) {
            Username.find(rest).map(Username::key).ifPresent(names::add);
            char last = rest.charAt(rest.length() - 1);
            if (rest.length() == 1 || (last != '.' && last != '-')) {
                return names;
            }
            rest = rest.substring(0, rest.length() - 1);
        }
    }
}

package dev.confab.chat.room;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds words of a list in texts: whole words, in any case, in any Unicode normal form and width, also when invisible
 * characters are put between their letters. One pass over the text, however long the list.
 */
public final class BannedWords {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}_]+");

    /** Format characters (zero-width joiners, soft hyphens, direction marks) and the grapheme joiner show nothing. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cf}\\u034F]");

    /** The entries by their first word; an entry is the list of its words. */
    private final Map<String, List<List<String>>> entries = new HashMap<>();

    /**
     * Makes a list.
     *
     * @throws IllegalArgumentException when an entry has no letter or digit
     */
    public BannedWords(Collection<String> list) {
        for (String entry : list) {
            List<String> words = words(entry);
            if (words.isEmpty()) {
                throw new IllegalArgumentException("an entry has no letter or digit: '" + entry + "'");
            }
            entries.computeIfAbsent(words.getFirst(), first -> new ArrayList<>())
                    .add(words);
        }
    }

    /** Whether one of them is in the text. */
    public boolean occurIn(String text) {
        if (entries.isEmpty()) {
            return false;
        }
        List<String> words = words(text);
        for (int at = 0; at < words.size(); at++) {
            for (List<String> entry : entries.getOrDefault(words.get(at), List.of())) {
                int end = at + entry.size();
                if (end <= words.size() && words.subList(at, end).equals(entry)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<String> words(String text) {
        String visible = INVISIBLE.matcher(text).replaceAll("");
        // Upper case first, so that letters like sharp s, which is two letters in upper case, compare as people do;
        // then letter by letter, because lower case of a whole text depends on the neighbours (final sigma).
        String upper = Normalizer.normalize(visible, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(upper.length());
        upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(folded);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }
}

package dev.confab.common.storage;

import java.util.regex.Pattern;

/** What keys look like, so that every store can take them and none leads out of its place. */
public final class StorageKey {
    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9_-]*(/[a-z0-9][a-z0-9._-]*)*");
    private static final int LONGEST = 500;

    private StorageKey() {}

    public static boolean isKey(String text) {
        return text.length() <= LONGEST && KEY.matcher(text).matches();
    }

    static String checked(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("not the key of an object: " + key);
        }
        return key;
    }
}

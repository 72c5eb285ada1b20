package dev.confab.task.lifecycle;

/**
 * Why an attempt or a task did not succeed.
 *
 * @param code stable, lower snake case; handlers add codes of their own to those of {@link TaskErrors}
 * @param message for people
 */
public record TaskError(String code, String message) {
    private static final int LONGEST_CODE = 60;
    private static final int LONGEST_MESSAGE = 2000;

    public TaskError {
        code = cut(code, LONGEST_CODE);
        message = cut(message, LONGEST_MESSAGE);
    }

    /** Texts of exceptions can hold what neither database nor JSON takes. */
    private static String cut(String text, int longest) {
        StringBuilder whole = new StringBuilder(Math.min(text.length(), longest));
        text.codePoints()
                .limit(longest)
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? '\ufffd' : c)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}

package dev.confab.common.task;

import java.util.regex.Pattern;

/** The topics of tasks. The key of every record is the task's id. */
public final class TaskTopics {
    /** Changes of tasks' states, for consumers and live views. */
    public static final String EVENTS = "confab.task.events";

    private static final String PREFIX = "confab.tasks.";
    private static final Pattern QUEUE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private TaskTopics() {}

    /** Requests for work on a queue. */
    public static String requests(String queue) {
        return PREFIX + checked(queue);
    }

    /** Attempts that are due again. */
    public static String retries(String queue) {
        return requests(queue) + ".retry";
    }

    /** Tasks that were given up, and requests that nobody can read. */
    public static String deadLetters(String queue) {
        return requests(queue) + ".dlt";
    }

    /** Whether this can be the name of a queue: 1 to 63 of {@code a-z 0-9 -}, no hyphen at either end. */
    public static boolean isQueue(String name) {
        return QUEUE.matcher(name).matches();
    }

    /** The queue whose requests a topic carries. */
    static String queueOfRequests(String topic) {
        if (!topic.startsWith(PREFIX)) {
            throw new IllegalArgumentException("not a topic of tasks: " + topic);
        }
        return checked(topic.substring(PREFIX.length()));
    }

    private static String checked(String queue) {
        if (!isQueue(queue)) {
            throw new IllegalArgumentException("not the name of a queue: " + queue);
        }
        return queue;
    }
}

package dev.confab.bench;

/** One of many connections of a load: joins one room, sends and counts. Used on the event loop only. */
interface LoadSocket {
    /** What a message's text starts with; its number follows, then a space. */
    String MARK = "bench ";

    /** Greets and joins. */
    void start();

    void send(int message, String padding);

    String room();

    /** The last event that came, where the server numbers them. */
    long lastSeq();

    void close();
}

package dev.confab.common.layer;

/** What carries events from the node that stores them to those that deliver them. */
public enum Layer {
    /** Kafka, to any number of nodes, to other services and to everybody else who reads its topics. */
    KAFKA,
    /** Nothing: one process of chat-service stores and delivers. */
    LOCAL
}

package dev.confab.chat.command;

import dev.confab.common.command.ChatCommand;
import dev.confab.common.event.MalformedEventException;

/** Carries out the commands of one kind; a CDI bean. */
public interface ChatCommandHandler {

    /** The kind, for example {@code message.due}; no other handler has it. */
    String kind();

    /**
     * Carries out a command. When it returns, the effect is committed; the command may come again all the same, after
     * a crash or when partitions move, also to another node at the same time, so a repetition must change nothing.
     * What is refused for good for reasons of the application (a room that is gone, a person who may not) is no failure
     * here: say so to whom it concerns and return.
     *
     * <p>Commands of one room are handed over in their order, those of different rooms at the same time. Blocks; called
     * on a virtual thread, outside of any transaction and request.
     *
     * @throws MalformedEventException if its data cannot be read; it is put aside on the topic of dead letters
     * @throws Exception whatever else fails: if time may heal it (temporary codes, a database that is away) the command
     *     comes again until it succeeds; otherwise it is put aside after some tries
     */
    void handle(ChatCommand command) throws Exception;

    /**
     * Says to whom it concerns that a command is put aside although its data could be read. May come more than once. Called
     * as {@link #handle} is; if time may heal that it fails, the command is tried again.
     */
    default void givenUp(ChatCommand command) {}
}

package dev.confab.chat.protocol;

import dev.confab.chat.presence.OnlinePeopleService;
import dev.confab.common.connection.CloseCode;
import dev.confab.common.error.ConfabException;
import dev.confab.common.stream.DeliverableEvent;
import dev.confab.common.stream.StreamHubs;
import dev.confab.common.stream.StreamSubscriber;
import dev.confab.common.stream.StreamSubscription;
import dev.confab.common.stream.SubscriptionStart;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers the greeting opens the personal stream, and joins the rooms that it names. */
@ApplicationScoped
class HelloHandler {

    private static final Logger LOG = Logger.getLogger(HelloHandler.class);

    private final StreamHubs hubs;
    private final ResumeHandler resume;
    private final OnlinePeopleService online;
    private final SessionEnd end;
    private final InstantSource clock;

    HelloHandler(
            StreamHubs hubs, ResumeHandler resume, OnlinePeopleService online, SessionEnd end, InstantSource clock) {
        this.hubs = hubs;
        this.resume = resume;
        this.online = online;
        this.end = end;
        this.clock = clock;
    }

    /** Blocks. The welcome goes out before the first personal event, and before the first word about a room. */
    void greet(ChatSession session, Command.Hello hello) {
        LOG.debugf("Connection %s of %s is %s", session.id(), session.user().username(), hello.client());
        StreamSubscription personal = session.user().isGuest() ? null : subscribe(session, hello);
        if (personal != null && !session.keep(personal)) {
            personal.close();
            return;
        }
        if (hello.batch()) {
            session.connection().batchFrames();
        }
        session.send(new ServerFrame.Welcome(
                hello.id(),
                session.id(),
                session.user(),
                clock.instant(),
                personal == null
                        ? null
                        : new ServerFrame.Resumed(personal.top(), personal.from(), personal.recovered())));
        session.greet();
        if (personal != null) {
            personal.start();
        }
        if (hello.present() && !session.user().isGuest()) {
            show(session);
        }
        if (hello.rooms() != null) {
            resume.resume(session, hello.rooms());
        }
    }

    private void show(ChatSession session) {
        if (session.show()) {
            online.appear(session.id(), session.user().id(), session.user().username());
            if (session.state() instanceof SessionState.Closed) {
                // It ended while this began, and its end may have come first.
                end.offline(session, false);
            }
        }
    }

    private @Nullable StreamSubscription subscribe(ChatSession session, Command.Hello hello) {
        SubscriptionStart start =
                hello.me() == null ? new SubscriptionStart.FromNow() : new SubscriptionStart.After(hello.me(), 0);
        return hubs.subscribe(session.user().id(), start, new PersonalStream(session));
    }

    /** The receiver of the personal stream. A session that lost it is of no use: the client comes back and resumes. */
    private record PersonalStream(ChatSession session) implements StreamSubscriber {

        @Override
        public void onEvent(DeliverableEvent event) {
            session.deliver(event);
        }

        @Override
        public boolean awaitCapacity() throws InterruptedException {
            return session.connection().awaitCapacity();
        }

        @Override
        public void onLost(ConfabException cause) {
            session.connection().close(CloseCode.SLOW_CONSUMER, "personal stream lost, resume");
        }
    }
}

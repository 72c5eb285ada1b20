package dev.confab.task.execution;

import dev.confab.common.request.RequestId;
import dev.confab.common.trace.TraceStep;
import dev.confab.common.trace.Tracing;
import dev.confab.task.execution.AttemptContext.CompletedException;
import dev.confab.task.handler.AttemptLostException;
import dev.confab.task.handler.HandlerRegistry;
import dev.confab.task.handler.HandlerRegistry.RegisteredHandler;
import dev.confab.task.handler.TaskOptions;
import dev.confab.task.lifecycle.ClaimedTask;
import dev.confab.task.lifecycle.Ending;
import dev.confab.task.lifecycle.TaskClock;
import dev.confab.task.lifecycle.TaskEndings;
import dev.confab.task.lifecycle.Transactions;
import io.opentelemetry.api.trace.SpanKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs attempts, each on a virtual thread of its own, and tells what became of them. */
final class AttemptRunner {
    private static final Logger LOG = Logger.getLogger(AttemptRunner.class);

    private final HandlerRegistry handlers;
    private final WorkerIdentity worker;
    private final EffectTransaction effects;
    private final Transactions transactions;
    private final TaskEndings endings;
    private final TaskResults results;
    private final EndingPolicy policy;
    private final Completions completions;
    private final Runnings runnings;
    private final TaskMetrics metrics;
    private final TaskClock clock;
    private final Tracing tracing;

    AttemptRunner(
            HandlerRegistry handlers,
            WorkerIdentity worker,
            EffectTransaction effects,
            Transactions transactions,
            TaskEndings endings,
            TaskResults results,
            EndingPolicy policy,
            Completions completions,
            Runnings runnings,
            TaskMetrics metrics,
            TaskClock clock,
            Tracing tracing) {
        this.handlers = handlers;
        this.worker = worker;
        this.effects = effects;
        this.transactions = transactions;
        this.endings = endings;
        this.results = results;
        this.policy = policy;
        this.completions = completions;
        this.runnings = runnings;
        this.metrics = metrics;
        this.clock = clock;
        this.tracing = tracing;
    }

    /** Starts an attempt that is this worker's, in a slot that is reserved for it. Never blocks. */
    void start(ClaimedTask task) {
        Instant now = clock.now();
        TaskOptions options = optionsOf(task);
        RunningTask running =
                new RunningTask(task, now.plus(options.softTimeLimit()), now.plus(options.timeLimit()), now);
        runnings.started(running);
        metrics.started(task.queue(), Duration.between(task.readyAt(), task.startedAt()));
        Thread.ofVirtual().name("task-" + task.type() + "-" + task.id()).start(() -> run(running));
    }

    TaskOptions optionsOf(ClaimedTask task) {
        return handlers.find(task.type())
                .<TaskOptions>map(RegisteredHandler::options)
                .orElse(TaskOptions.DEFAULTS);
    }

    /** Of low cardinality: strangers choose the types of their requests. */
    private String nameOf(ClaimedTask task) {
        return handlers.find(task.type()).isPresent() ? "task " + task.type() : "task of unknown type";
    }

    private void run(RunningTask running) {
        ClaimedTask task = running.task();
        RequestId.orFresh(task.requestId()).makeCurrent();
        TraceStep step = tracing.begin(nameOf(task), SpanKind.CONSUMER, task.traceParent())
                .with("confab.task.id", task.id().toString())
                .with("confab.task.attempt", Integer.toString(task.attempt()));
        try (var _ = step.enter()) {
            run(running, step);
        } finally {
            step.end();
        }
    }

    private void run(RunningTask running, TraceStep step) {
        ClaimedTask task = running.task();
        AttemptContext context = new AttemptContext(
                running, step.traceParent().value(), worker, effects, transactions, endings, results, clock);
        Optional<RegisteredHandler<?>> handler = handlers.find(task.type());
        @Nullable
        Ending ending = handler.isEmpty()
                ? policy.unknownType(task, clock.now())
                : outcome(handler.get(), running, context, step);
        running.handlerEnded();
        if (!running.settle()) {
            runnings.abandoned(-1);
        } else if (ending != null) {
            completions.add(running, ending);
        } else {
            var completed = context.completed();
            if (completed != null) {
                metrics.ended(completed, clock.now());
            }
            String queue = task.links().next().isEmpty()
                    ? null
                    : task.links().next().getFirst().queue();
            if (completed != null && queue != null) {
                runnings.followed(queue);
            }
            runnings.ended(running);
        }
    }

    /** Null if there is nothing more to commit: completed with its effects, or lost. */
    private <P> @Nullable Ending outcome(
            RegisteredHandler<P> registered, RunningTask running, AttemptContext context, TraceStep step) {
        ClaimedTask task = running.task();
        P payload;
        try {
            payload = results.payload(task.payload(), registered.handler().payloadType());
        } catch (IOException | RuntimeException unreadable) {
            return policy.unreadablePayload(task, String.valueOf(unreadable.getMessage()));
        }
        try {
            running.runsOn(Thread.currentThread());
            Object result = registered.handler().run(payload, context);
            running.handlerEnded();
            return context.completed() != null ? null : results.succeeded(task, result);
        } catch (AttemptLostException lost) {
            running.handlerEnded();
            metrics.fenced();
            LOG.infof("Task %s was taken over: nothing of attempt %d was kept", task.id(), task.attempt());
            return null;
        } catch (CompletedException done) {
            running.handlerEnded();
            return null;
        } catch (Throwable failure) {
            running.handlerEnded();
            if (context.completed() != null) {
                LOG.warnf(failure, "Task %s had been completed when its handler failed", task.id());
                return null;
            }
            LOG.infof(
                    "Attempt %d of task %s (%s) failed: %s",
                    task.attempt(), task.id(), task.type(), failure.toString());
            step.failed(failure);
            LOG.debug("The failure in full", failure);
            return policy.failed(task, registered.options(), failure, running.interruption(), clock.now());
        }
    }
}

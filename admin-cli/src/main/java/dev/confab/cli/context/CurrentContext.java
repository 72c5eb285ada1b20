package dev.confab.cli.context;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.CommandException;
import dev.confab.client.rest.Account;
import dev.confab.client.rest.ConfabRest;
import dev.confab.client.rest.TokenStore;
import dev.confab.client.rest.Tokens;
import java.net.URI;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The deployment that a command talks to, and the sign-in there. A token is only ever sent to the server that it was
 * stored for.
 */
public final class CurrentContext {
    private static final URI LOCAL = URI.create("http://localhost:8080");

    private final Cli cli;
    private final ContextStore store;

    public CurrentContext(Cli cli, ContextStore store) {
        this.cli = cli;
        this.store = store;
    }

    private record Chosen(String name, URI server) {}

    public URI server() {
        return choose().server();
    }

    public String name() {
        return choose().name();
    }

    /** A client that presents the stored sign-in, if there is one. */
    public ConfabRest rest() {
        Chosen chosen = choose();
        return ConfabRest.at(chosen.server(), new StoredTokens(chosen));
    }

    /** A client for calls that make no sense without a sign-in. */
    public ConfabRest signedIn() {
        ConfabRest rest = rest();
        if (!rest.signedIn()) {
            throw CommandException.notSignedIn(server().toString());
        }
        return rest;
    }

    /** Signs in, keeps the sign-in under the context, and makes that the current one. */
    public Account login(String username, String password) {
        Chosen chosen = choose();
        TokenStore tokens = TokenStore.inMemory();
        Account account = ConfabRest.at(chosen.server(), tokens).login(username, password);
        store.update(file -> file.with(
                        chosen.name(), new StoredContext(chosen.server(), account.username(), tokens.current()))
                .using(chosen.name()));
        return account;
    }

    private Chosen choose() {
        ContextFile file = store.read();
        URI server = cli.server();
        String name = cli.context();
        if (name != null) {
            StoredContext known = file.contexts().get(name);
            if (known == null && server == null) {
                throw CommandException.usage("no context named " + name + "; see: confab contexts list");
            }
            return new Chosen(name, server != null || known == null ? orLocal(server) : known.server());
        }
        if (server != null) {
            return file.contexts().entrySet().stream()
                    .filter(context -> same(context.getValue().server(), server))
                    .findFirst()
                    .map(context -> new Chosen(context.getKey(), server))
                    .orElseGet(() -> new Chosen(nameOf(server), server));
        }
        String current = file.current();
        StoredContext known = current == null ? null : file.contexts().get(current);
        return known == null || current == null
                ? new Chosen(nameOf(LOCAL), LOCAL)
                : new Chosen(current, known.server());
    }

    private static URI orLocal(@Nullable URI server) {
        return server == null ? LOCAL : server;
    }

    private static String nameOf(URI server) {
        return server.getPort() < 0 ? server.getHost() : server.getHost() + ":" + server.getPort();
    }

    private static boolean same(URI one, URI other) {
        return strip(one).equals(strip(other));
    }

    private static String strip(URI uri) {
        String text = uri.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private final class StoredTokens implements TokenStore {
        private final Chosen chosen;

        StoredTokens(Chosen chosen) {
            this.chosen = chosen;
        }

        @Override
        public @Nullable Tokens current() {
            return own(store.read().contexts());
        }

        private @Nullable Tokens own(Map<String, StoredContext> contexts) {
            StoredContext context = contexts.get(chosen.name());
            return context == null || !same(context.server(), chosen.server()) ? null : context.tokens();
        }

        @Override
        public @Nullable Tokens update(UnaryOperator<@Nullable Tokens> change) {
            ContextFile after = store.update(file -> {
                StoredContext context = file.contexts().get(chosen.name());
                if (context == null || !same(context.server(), chosen.server())) {
                    return file; // signed out meanwhile
                }
                return file.with(chosen.name(), context.withTokens(change.apply(context.tokens())));
            });
            return own(after.contexts());
        }
    }
}

package dev.confab.cli;

import dev.confab.cli.console.Cli;
import dev.confab.cli.console.GlobalOptions;
import dev.confab.cli.context.ContextStore;
import dev.confab.cli.context.CurrentContext;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes commands and gives each what its one constructor asks for. */
final class CommandFactory implements IFactory {
    private final IFactory otherwise = CommandLine.defaultFactory();
    private final List<Object> parts;

    CommandFactory(Cli cli, GlobalOptions global) {
        ContextStore store = new ContextStore(cli);
        parts = List.of(cli, global, store, new CurrentContext(cli, store));
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        Constructor<?>[] constructors = type.getDeclaredConstructors();
        if (constructors.length != 1 || constructors[0].getParameterCount() == 0) {
            return otherwise.create(type);
        }
        Object[] arguments = Arrays.stream(constructors[0].getParameterTypes())
                .map(this::part)
                .toArray();
        constructors[0].setAccessible(true);
        return type.cast(constructors[0].newInstance(arguments));
    }

    private Object part(Class<?> type) {
        return parts.stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no command can have a " + type));
    }
}

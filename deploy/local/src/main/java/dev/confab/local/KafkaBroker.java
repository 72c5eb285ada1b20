package dev.confab.local;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Main class of the broker's JVM: formats the storage when it is new, then runs the broker. One JVM for both
 * saves a start. Kafka is reached by name because its version is that of the broker's class path, not ours.
 */
final class KafkaBroker {
    private KafkaBroker() {}

    /**
     * Runs until the process is told to end.
     *
     * @param args the properties file, the folder of the log, the cluster id
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        Path properties = Path.of(args[0]);
        if (!Files.exists(Path.of(args[1], "meta.properties"))) {
            format(properties, args[2]);
        }
        Method main = Class.forName("kafka.Kafka").getMethod("main", String[].class);
        main.invoke(null, (Object) new String[] {properties.toString()});
    }

    private static void format(Path properties, String clusterId) throws ReflectiveOperationException {
        String[] arguments = {"format", "--cluster-id", clusterId, "--config", properties.toString()};
        Method execute =
                Class.forName("kafka.tools.StorageTool").getMethod("execute", String[].class, PrintStream.class);
        int status = (int) execute.invoke(null, arguments, System.out);
        if (status != 0) {
            throw new IllegalStateException("formatting the broker's storage failed with status " + status);
        }
    }
}

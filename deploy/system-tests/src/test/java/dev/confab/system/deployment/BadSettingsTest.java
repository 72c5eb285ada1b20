package dev.confab.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.confab.local.EmbeddedStack;
import dev.confab.local.test.CommittedFile;
import dev.confab.local.test.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service whose settings make no sense does not start and says which. */
class BadSettingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "chat-service, chat, CONFAB_RETENTION_BATCH_SIZE=0, confab.retention.batch-size",
        "chat-service, chat, CONFAB_AUTH_LOCAL_LOGIN=false, confab.auth.oidc.issuer is not set",
        "chat-service, chat, CONFAB_STORAGE_TYPE=s3, confab.storage.s3.bucket",
        "task-worker, task, CONFAB_IMAGES_QUALITY=101, confab.images.quality",
    })
    void theServiceNamesWhatItCannotStartWith(String module, String database, String setting, String named)
            throws IOException, InterruptedException {
        EmbeddedStack stack = EmbeddedStack.shared();
        Path output = folder.resolve("output");
        ProcessBuilder service = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        CommittedFile.root()
                                .resolve(module + "/target/quarkus-app/quarkus-run.jar")
                                .toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        service.environment()
                .putAll(Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", stack.postgres().jdbcUrl("confab_" + database),
                        "QUARKUS_DATASOURCE_USERNAME", stack.postgres().username(),
                        "QUARKUS_DATASOURCE_PASSWORD", stack.postgres().password(),
                        "QUARKUS_REDIS_HOSTS", stack.redis().url(),
                        "KAFKA_BOOTSTRAP_SERVERS", stack.kafka().bootstrapServers(),
                        "QUARKUS_HTTP_PORT", "0",
                        "CONFAB_STORAGE_DIRECTORY", folder.resolve("files").toString()));
        String[] nameAndValue = setting.split("=", 2);
        service.environment().put(nameAndValue[0], nameAndValue[1]);
        Process process = service.start();
        try {
            assertThat(process.waitFor(Patience.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("ended: %s", output)
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isNotZero();
        assertThat(Files.readString(output)).contains(named);
    }
}

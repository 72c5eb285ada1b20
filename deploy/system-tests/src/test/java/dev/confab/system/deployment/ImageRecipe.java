package dev.confab.system.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.confab.local.test.CommittedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The recipe of the images, followed as far as that is possible without a container engine. */
final class ImageRecipe {
    private static final String HOME = "/opt/confab";

    private final List<String> instructions;

    ImageRecipe() {
        String joined = CommittedFile.named("deploy/images/Containerfile")
                .text()
                .replaceAll("(?m)^#.*\\R", "")
                .replaceAll("\\\\\\R\\s*", " ");
        instructions = joined.lines().filter(line -> !line.isBlank()).toList();
    }

    /** The arguments of all instructions of this kind. */
    List<String> all(String instruction) {
        return instructions.stream()
                .filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1).strip())
                .toList();
    }

    String the(String instruction) {
        assertThat(all(instruction)).as(instruction).hasSize(1);
        return all(instruction).getFirst();
    }

    /** Copies into {@code home} what the image of the service has in its working folder. */
    void copyInto(Path home, String service) {
        assertThat(the("WORKDIR")).isEqualTo(HOME);
        for (String copy : all("COPY")) {
            List<String> paths = List.of(copy.replace("${SERVICE}", service).split(" +", -1));
            Path target = home.resolve(paths.getLast()).normalize();
            for (String source : paths.subList(0, paths.size() - 1)) {
                copy(CommittedFile.root().resolve(source), source, target);
            }
        }
    }

    /** The command of the container, or of its health check, in a home at another place. */
    List<String> command(String json, Path home) {
        try {
            return new ObjectMapper()
                    .readValue(json, new TypeReference<List<String>>() {}).stream()
                            .map(word -> word.replace(HOME, home.toString()))
                            .toList();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        for (String line : all("ENV")) {
            for (String assignment : List.of(line.split(" +", -1))) {
                int equals = assignment.indexOf('=');
                variables.put(assignment.substring(0, equals), assignment.substring(equals + 1));
            }
        }
        return variables;
    }

    private static void copy(Path source, String name, Path target) {
        assertThat(source).as("%s, which the recipe copies", name).exists();
        if (Files.isRegularFile(source)) {
            copyFile(source, target.resolve(source.getFileName()));
            return;
        }
        // The content of a folder is copied, not the folder itself.
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copyFile(file, target.resolve(source.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyFile(Path from, Path to) {
        try {
            Files.createDirectories(to.getParent());
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

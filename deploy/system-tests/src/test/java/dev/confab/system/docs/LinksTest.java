package dev.confab.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+(.+?)\\s*$");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");

    @Test
    void relativeLinksOfTheDocumentationLeadSomewhere() {
        List<String> broken = new ArrayList<>();
        List<Path> documents = SourceTree.files(file -> file.toString().endsWith(".md"));

        for (Path document : documents) {
            Matcher links = LINK.matcher(withoutCode(SourceTree.read(document)));
            while (links.find()) {
                String target = links.group(1);
                if (!target.matches("[a-z]+:.*") && !leadsSomewhere(document, target)) {
                    broken.add(document + " -> " + target);
                }
            }
        }

        assertThat(documents).isNotEmpty();
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Path document, String target) {
        int hash = target.indexOf('#');
        String path = hash < 0 ? target : target.substring(0, hash);
        Path file = path.isEmpty() ? document : document.resolveSibling(path).normalize();
        if (!Files.exists(SourceTree.root().resolve(file))) {
            return false;
        }
        return hash < 0 || anchors(SourceTree.read(file)).contains(target.substring(hash + 1));
    }

    private static Set<String> anchors(String text) {
        return HEADING.matcher(text.replaceAll("(?s)```.*?```", ""))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                        .replaceAll("\\s", "-"))
                .collect(Collectors.toSet());
    }

    private static String withoutCode(String text) {
        return CODE.matcher(text).replaceAll("");
    }
}

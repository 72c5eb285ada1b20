package dev.confab.system.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Reads the settings of a module from the sources of its mapping interfaces, with the parser of the compiler. */
final class ConfigurationReader {
    /**
     * One mapping interface.
     *
     * @param prefix what all its settings begin with
     * @param description what they are about
     */
    record Group(String prefix, String description, List<Setting> settings) {}

    /**
     * One setting.
     *
     * @param fallback what counts when it is not set, ready to print
     * @param bounded false for a whole number that may be any, which is then found out when it is first used
     */
    record Setting(String name, String fallback, String description, boolean bounded) {}

    private final DocTrees docs;
    private final Map<String, TreePath> interfaces = new HashMap<>();

    private ConfigurationReader(DocTrees docs) {
        this.docs = docs;
    }

    static List<Group> read(String module) {
        Path sources = Path.of(module, "src", "main", "java");
        List<Path> files = SourceTree.files(
                file -> file.startsWith(sources) && file.toString().endsWith("Config.java"));
        List<Group> groups = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
            for (Path file : files) {
                JavacTask task = (JavacTask) compiler.getTask(
                        null,
                        manager,
                        null,
                        List.of("-proc:none"),
                        null,
                        manager.getJavaFileObjects(SourceTree.root().resolve(file)));
                for (CompilationUnitTree unit : task.parse()) {
                    new ConfigurationReader(DocTrees.instance(task)).group(unit).ifPresent(groups::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        groups.sort(Comparator.comparing(Group::prefix));
        return groups;
    }

    private Optional<Group> group(CompilationUnitTree unit) {
        List<TreePath> mappings = new ArrayList<>();
        new TreePathScanner<@Nullable Void, @Nullable Void>() {
            @Override
            public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
                interfaces.put(type.getSimpleName().toString(), getCurrentPath());
                if (annotation(type.getModifiers(), "ConfigMapping") != null) {
                    mappings.add(getCurrentPath());
                }
                return super.visitClass(type, null);
            }
        }.scan(unit, null);
        return mappings.stream().findFirst().map(mapping -> {
            ClassTree type = (ClassTree) mapping.getLeaf();
            String prefix = String.valueOf(annotation(type.getModifiers(), "ConfigMapping"));
            List<Setting> settings = new ArrayList<>();
            collect(mapping, prefix, settings);
            return new Group(prefix, description(mapping), settings);
        });
    }

    private void collect(TreePath type, String prefix, List<Setting> settings) {
        for (var member : ((ClassTree) type.getLeaf()).getMembers()) {
            if (member instanceof MethodTree method && method.getBody() == null) {
                collect(new TreePath(type, method), method, prefix, settings);
            }
        }
    }

    private void collect(TreePath path, MethodTree method, String prefix, List<Setting> settings) {
        String given = annotation(method.getModifiers(), "WithName");
        String name = method.getModifiers().getAnnotations().stream()
                        .anyMatch(one -> one.getAnnotationType().toString().endsWith("WithParentName"))
                ? prefix
                : prefix + "." + (given == null ? kebab(method.getName().toString()) : given);
        String returned = String.valueOf(method.getReturnType());
        String type = returned.replaceAll("^Optional<(.*)>$", "$1");
        if (type.startsWith("Map<")) {
            name += ".<name>";
            type = type.replaceAll("^Map<[^,]+,\\s*(.*)>$", "$1");
        }
        TreePath nested = interfaces.get(type);
        if (nested != null && ((ClassTree) nested.getLeaf()).getKind() == Tree.Kind.INTERFACE) {
            collect(nested, name, settings);
            return;
        }
        String fallback = annotation(method.getModifiers(), "WithDefault");
        settings.add(new Setting(
                name,
                fallback != null ? "`" + fallback + "`" : returned.startsWith("Optional") ? "not set" : "must be set",
                description(path),
                !Set.of("int", "long").contains(returned)
                        || method.getModifiers().getAnnotations().stream()
                                .anyMatch(one ->
                                        one.getAnnotationType().toString().equals("Min"))));
    }

    private String description(TreePath path) {
        String comment = docs.getDocComment(path);
        return comment == null
                ? ""
                : comment.replaceAll("(?s)\\n\\s*@(return|param|see).*", "")
                        .replaceAll("\\{@(?:code|link|linkplain|value)\\s+([^}]*)\\}", "`$1`")
                        .replaceAll("</?[a-z]+>", "")
                        .replaceAll("\\s+", " ")
                        .strip();
    }

    private static @Nullable String annotation(ModifiersTree modifiers, String name) {
        for (AnnotationTree annotation : modifiers.getAnnotations()) {
            if (annotation.getAnnotationType().toString().endsWith(name)) {
                for (ExpressionTree argument : annotation.getArguments()) {
                    if (argument instanceof AssignmentTree assignment
                            && List.of("value", "prefix")
                                    .contains(assignment.getVariable().toString())
                            && assignment.getExpression() instanceof LiteralTree literal) {
                        return String.valueOf(literal.getValue());
                    }
                    if (argument instanceof LiteralTree literal) {
                        return String.valueOf(literal.getValue());
                    }
                }
            }
        }
        return null;
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}

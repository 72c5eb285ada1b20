package dev.confab.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;

/** Writes JSON data as block YAML; scalars stay in their JSON spelling, which is YAML too. */
final class YamlWriter {
    private YamlWriter() {}

    static String write(JsonNode node) {
        StringBuilder text = new StringBuilder();
        if (node.isContainerNode() && !node.isEmpty()) {
            block(node, "", text);
        } else {
            text.append(node).append('\n');
        }
        return text.toString();
    }

    private static void block(JsonNode node, String indent, StringBuilder text) {
        if (node.isArray()) {
            for (JsonNode item : node) {
                text.append(indent).append('-');
                if (item.isObject() && !item.isEmpty()) {
                    StringBuilder inner = new StringBuilder();
                    block(item, indent + "  ", inner);
                    text.append(' ').append(inner, indent.length() + 2, inner.length());
                } else {
                    value(item, indent, text);
                }
            }
            return;
        }
        for (Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> field = fields.next();
            text.append(indent).append(key(field.getKey())).append(':');
            value(field.getValue(), indent, text);
        }
    }

    private static void value(JsonNode node, String indent, StringBuilder text) {
        if (node.isContainerNode() && !node.isEmpty()) {
            text.append('\n');
            block(node, indent + "  ", text);
        } else {
            text.append(' ').append(node).append('\n');
        }
    }

    private static String key(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_-]*") ? name : '"' + name.replace("\"", "\\\"") + '"';
    }
}

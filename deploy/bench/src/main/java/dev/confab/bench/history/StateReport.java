package dev.confab.bench.history;

import java.util.List;
import java.util.Set;

/**
 * Whether events tell everything.
 *
 * @param kinds those that came, of rooms and of one person
 * @param differences where the state that events give was not the one that REST gives, and after what
 */
public record StateReport(Set<String> kinds, List<String> differences) {}

package dev.confab.cli;

import dev.confab.local.test.ArchitectureChecks;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> keepsTheRulesOfTheCodeBase() {
        return ArchitectureChecks.of("dev.confab.cli");
    }
}

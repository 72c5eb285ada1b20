package dev.confab.chat.marker;

import dev.confab.chat.layer.LocalNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;

/** Unread counters in an installation of one process. */
@QuarkusTest
@TestProfile(LocalNode.class)
@Tag("CH-09")
class UnreadOnLocalLayerTest extends UnreadTest {}

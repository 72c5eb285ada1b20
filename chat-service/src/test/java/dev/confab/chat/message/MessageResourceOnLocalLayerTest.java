package dev.confab.chat.message;

import dev.confab.chat.layer.LocalNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;

/** Messages over REST in an installation of one process. */
@QuarkusTest
@TestProfile(LocalNode.class)
@Tag("CH-09")
class MessageResourceOnLocalLayerTest extends MessageResourceTest {}

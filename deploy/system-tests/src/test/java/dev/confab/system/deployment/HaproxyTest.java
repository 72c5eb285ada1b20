package dev.confab.system.deployment;

import dev.confab.local.Suite;
import java.io.IOException;
import java.nio.file.Path;

class HaproxyTest extends ProxyScenario {
    @Override
    ProxyServer start(Suite behind, ProxyCertificate shown, Path workFolder) throws IOException {
        return ProxyServer.haproxy(behind, shown, workFolder);
    }
}

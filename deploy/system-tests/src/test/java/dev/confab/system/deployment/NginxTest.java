package dev.confab.system.deployment;

import dev.confab.local.Suite;
import java.io.IOException;
import java.nio.file.Path;

class NginxTest extends ProxyScenario {
    @Override
    ProxyServer start(Suite behind, ProxyCertificate shown, Path workFolder) throws IOException {
        return ProxyServer.nginx(behind, shown, workFolder);
    }
}

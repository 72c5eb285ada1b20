package dev.confab.common.health;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Whether this node is being emptied before it stops. Whoever stops it begins with this, so that load balancers send
 * nothing new while what is there moves away. There is no way back; the process ends.
 */
@ApplicationScoped
public class Draining {
    private volatile boolean begun;

    /** From now on the node is not ready. Repeating it changes nothing. */
    public void begin() {
        begun = true;
    }

    public boolean begun() {
        return begun;
    }
}

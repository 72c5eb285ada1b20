/** Who has a socket open anywhere, and when those who have none had one last. Kept in Redis by leases; nothing durable. */
@NullMarked
package dev.confab.common.online;

import org.jspecify.annotations.NullMarked;

/**
 * Who is online in which room: leases in Redis per room, user and connection, announced once per user whatever the number of
 * connections and nodes. Ephemeral; chat goes on without it.
 */
@NullMarked
package dev.confab.chat.presence;

import org.jspecify.annotations.NullMarked;

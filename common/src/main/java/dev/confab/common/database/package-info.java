/** What is asked of connections to the database: that none is waited for in vain. */
@NullMarked
package dev.confab.common.database;

import org.jspecify.annotations.NullMarked;

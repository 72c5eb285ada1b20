/**
 * {@code confab users}: accounts, for staff.
 */
@NullMarked
package dev.confab.cli.user;

import org.jspecify.annotations.NullMarked;

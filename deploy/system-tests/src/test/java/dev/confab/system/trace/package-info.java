/** What leads from one part of the suite to the next: requests' ids and traces. */
@NullMarked
package dev.confab.system.trace;

import org.jspecify.annotations.NullMarked;

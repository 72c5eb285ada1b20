/** Files of any size behind one interface: in a directory that the services share, or in a store that speaks S3. */
@NullMarked
package dev.confab.common.storage;

import org.jspecify.annotations.NullMarked;

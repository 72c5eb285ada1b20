@NullMarked
package dev.confab.common.docs;

import org.jspecify.annotations.NullMarked;

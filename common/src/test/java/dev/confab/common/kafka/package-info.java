@NullMarked
package dev.confab.common.kafka;

import org.jspecify.annotations.NullMarked;

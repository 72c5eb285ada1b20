@NullMarked
package dev.confab.common.account;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.confab.local.mail;

import org.jspecify.annotations.NullMarked;

/** Keeps the documentation equal to the code. Needs no network and no running service. */
@NullMarked
package dev.confab.system.docs;

import org.jspecify.annotations.NullMarked;

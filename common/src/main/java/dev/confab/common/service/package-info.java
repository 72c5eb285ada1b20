/** What a running service says about itself. */
@NullMarked
package dev.confab.common.service;

import org.jspecify.annotations.NullMarked;

/** What operators get to deploy confab with: images, compose file, proxies, manifests. */
@NullMarked
package dev.confab.system.deployment;

import org.jspecify.annotations.NullMarked;

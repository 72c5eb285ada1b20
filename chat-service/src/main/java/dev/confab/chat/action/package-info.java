/**
 * What people do in rooms besides talking, over the native protocol: one bean for each type of frame, which calls the same
 * service as REST does.
 */
@NullMarked
package dev.confab.chat.action;

import org.jspecify.annotations.NullMarked;

/**
 * Files in rooms: uploading, who may fetch them, what has become of images, and the removal of what nobody can reach any
 * more.
 */
@NullMarked
package dev.confab.chat.attachment;

import org.jspecify.annotations.NullMarked;

/** What the suite's services may know about people: the newest state of each account, on a compacted topic. */
@NullMarked
package dev.confab.common.account;

import org.jspecify.annotations.NullMarked;

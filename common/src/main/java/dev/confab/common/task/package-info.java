/**
 * How a service asks for background work: a request, stored in the transaction that wants the work done, published on the
 * queue's topic after the commit. The form on the topic is public: whoever can write it can submit tasks.
 */
@NullMarked
package dev.confab.common.task;

import org.jspecify.annotations.NullMarked;

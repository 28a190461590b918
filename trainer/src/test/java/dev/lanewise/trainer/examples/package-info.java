/**
 * Systems that are trained, as people write them; docs/training.md lists them. The tests beside
 * them run them.
 */
@NullMarked
package dev.lanewise.trainer.examples;

import org.jspecify.annotations.NullMarked;

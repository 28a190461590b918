/** Where samples come from, and what is done to them on their way. */
@NullMarked
package dev.lanewise.trainer.data;

import org.jspecify.annotations.NullMarked;

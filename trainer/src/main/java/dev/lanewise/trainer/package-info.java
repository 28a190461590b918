/** Keras-style training. */
@NullMarked
package dev.lanewise.trainer;

import org.jspecify.annotations.NullMarked;

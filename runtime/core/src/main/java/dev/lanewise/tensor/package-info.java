/** Element types, shapes and tensors: contiguous, row-major, in flat Java arrays. */
@NullMarked
package dev.lanewise.tensor;

import org.jspecify.annotations.NullMarked;

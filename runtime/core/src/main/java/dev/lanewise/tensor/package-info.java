/** Shapes, element types and contiguous tensors. */
@NullMarked
package dev.lanewise.tensor;

import org.jspecify.annotations.NullMarked;

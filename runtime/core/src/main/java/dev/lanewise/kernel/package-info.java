/** Kernel families on flat arrays and offsets; they know neither tensors nor operators. */
@NullMarked
package dev.lanewise.kernel;

import org.jspecify.annotations.NullMarked;

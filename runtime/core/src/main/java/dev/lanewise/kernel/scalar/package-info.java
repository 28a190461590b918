/** Kernels without the Vector API. */
@NullMarked
package dev.lanewise.kernel.scalar;

import org.jspecify.annotations.NullMarked;

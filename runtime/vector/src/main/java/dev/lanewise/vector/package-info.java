/** Kernels on the Vector API. */
@NullMarked
package dev.lanewise.vector;

import org.jspecify.annotations.NullMarked;

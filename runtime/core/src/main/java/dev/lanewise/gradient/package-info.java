/** Reverse-mode differentiation: derivatives as nodes of the same graph, one rule per operator. */
@NullMarked
package dev.lanewise.gradient;

import org.jspecify.annotations.NullMarked;

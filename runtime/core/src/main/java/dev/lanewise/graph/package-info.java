/** Graphs of operators on values, the builder and rewriter that make them, and the Op contract. */
@NullMarked
package dev.lanewise.graph;

import org.jspecify.annotations.NullMarked;

/** Graphs of nodes and values, how they are built and how they are rewritten. */
@NullMarked
package dev.lanewise.graph;

import org.jspecify.annotations.NullMarked;

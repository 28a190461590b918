/** Rewrites from graph to graph, one per file. */
@NullMarked
package dev.lanewise.pass;

import org.jspecify.annotations.NullMarked;

/** Passes: graph to graph, one idea each, through the rewriter only. */
@NullMarked
package dev.lanewise.pass;

import org.jspecify.annotations.NullMarked;

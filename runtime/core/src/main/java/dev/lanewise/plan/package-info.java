/** Compiling a graph for given shapes, and running the plan. */
@NullMarked
package dev.lanewise.plan;

import org.jspecify.annotations.NullMarked;

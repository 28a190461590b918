/**
 * From a graph to steps in one arena: compiler, memory planner, plans and the threads that run
 * them.
 */
@NullMarked
package dev.lanewise.plan;

import org.jspecify.annotations.NullMarked;

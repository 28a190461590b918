/** Kernel contracts, operator cases and tolerances, written once for all back ends. */
@NullMarked
package dev.lanewise.testkit;

import org.jspecify.annotations.NullMarked;

/** One record per operator: what it means and how it is lowered. */
@NullMarked
package dev.lanewise.op;

import org.jspecify.annotations.NullMarked;

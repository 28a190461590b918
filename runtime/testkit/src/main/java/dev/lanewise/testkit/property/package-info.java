/** Random cases of every operator: all paths agree, and what is wrong is refused by name. */
@NullMarked
package dev.lanewise.testkit.property;

import org.jspecify.annotations.NullMarked;

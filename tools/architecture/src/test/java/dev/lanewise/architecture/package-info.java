/** Tests of what may know what, over all modules. */
@NullMarked
package dev.lanewise.architecture;

import org.jspecify.annotations.NullMarked;

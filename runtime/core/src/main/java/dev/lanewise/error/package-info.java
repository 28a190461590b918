/** Exceptions, by whose fault it is. */
@NullMarked
package dev.lanewise.error;

import org.jspecify.annotations.NullMarked;

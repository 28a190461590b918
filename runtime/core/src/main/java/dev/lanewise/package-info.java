/** The façade: models, sessions, options and errors; the only stable API. */
@NullMarked
package dev.lanewise;

import org.jspecify.annotations.NullMarked;

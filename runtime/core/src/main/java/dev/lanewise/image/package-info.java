/** What the runtime asks of decoders of picture files, which come with other modules. */
@NullMarked
package dev.lanewise.image;

import org.jspecify.annotations.NullMarked;

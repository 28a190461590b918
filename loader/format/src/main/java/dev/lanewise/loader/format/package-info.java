/**
 * Model files of Lanewise: safetensors files whose metadata hold the graph. Nothing here needs more
 * than Android 8 has.
 */
@NullMarked
package dev.lanewise.loader.format;

import org.jspecify.annotations.NullMarked;

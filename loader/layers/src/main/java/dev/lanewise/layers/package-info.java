/** Keras-style layers, the models built from them, and their JSON configurations. */
@NullMarked
package dev.lanewise.layers;

import org.jspecify.annotations.NullMarked;

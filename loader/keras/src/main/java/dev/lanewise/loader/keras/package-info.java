/** Reads Keras models: .keras, HDF5, and JSON configurations with weights. */
@NullMarked
package dev.lanewise.loader.keras;

import org.jspecify.annotations.NullMarked;

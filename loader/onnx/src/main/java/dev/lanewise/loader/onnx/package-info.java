/** Reads and writes ONNX models. */
@NullMarked
package dev.lanewise.loader.onnx;

import org.jspecify.annotations.NullMarked;

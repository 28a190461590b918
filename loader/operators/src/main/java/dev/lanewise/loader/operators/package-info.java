/**
 * What model files of several formats share: the vocabulary of operators, with one table between
 * their names and attributes in the ONNX standard and the operators of the runtime, and the raw
 * form of elements.
 */
@NullMarked
package dev.lanewise.loader.operators;

import org.jspecify.annotations.NullMarked;

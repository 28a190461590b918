/**
 * Runs trained models: a {@link dev.lanewise.Model} gives {@link dev.lanewise.Session sessions},
 * which any number of threads may use at once. This package, {@code dev.lanewise.tensor} and {@code
 * dev.lanewise.error} are the API that stays stable.
 */
@NullMarked
package dev.lanewise;

import org.jspecify.annotations.NullMarked;

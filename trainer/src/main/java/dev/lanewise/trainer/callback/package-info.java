/** What looks on while a model is trained: stops it, saves it, reports on it. */
@NullMarked
package dev.lanewise.trainer.callback;

import org.jspecify.annotations.NullMarked;

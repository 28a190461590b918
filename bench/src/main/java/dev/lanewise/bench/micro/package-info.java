/** JMH benchmarks, one per kernel family. */
@NullMarked
package dev.lanewise.bench.micro;

import org.jspecify.annotations.NullMarked;

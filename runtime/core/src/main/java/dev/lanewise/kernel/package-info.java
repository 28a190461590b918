/**
 * Kernel families: interfaces on arrays, offsets and sizes that know no tensor and no operator, and
 * the service through which back ends that implement them are found.
 */
@NullMarked
package dev.lanewise.kernel;

import org.jspecify.annotations.NullMarked;

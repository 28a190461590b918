/** Runs operators on every path: reference evaluation, scalar plan, vector plan. */
@NullMarked
package dev.lanewise.testkit.cases;

import org.jspecify.annotations.NullMarked;

/**
 * What every back end must do, as abstract JUnit classes: a back end's test is a subclass that
 * hands over its {@link dev.lanewise.kernel.KernelSet}. Each contract compares with plain loops in
 * double precision and derives its tolerance from the length of the sums.
 */
@NullMarked
package dev.lanewise.testkit.contract;

import org.jspecify.annotations.NullMarked;

package dev.lanewise.plan;

import dev.lanewise.kernel.Accuracy;
import dev.lanewise.kernel.KernelSet;

/**
 * What plans are made for.
 *
 * @param kernels back end
 * @param threads threads that may take part in one run
 * @param accuracy which algorithms may be used
 * @param maxArenaBytes most memory the intermediate values of one run may take
 * @param cachedPlans plans for different input shapes that are kept
 */
public record CompileOptions(
    KernelSet kernels, int threads, Accuracy accuracy, long maxArenaBytes, int cachedPlans) {}

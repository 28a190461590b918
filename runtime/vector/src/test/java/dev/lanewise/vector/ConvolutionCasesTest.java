package dev.lanewise.vector;

import dev.lanewise.testkit.cases.ConvolutionCases;

final class ConvolutionCasesTest extends ConvolutionCases {}

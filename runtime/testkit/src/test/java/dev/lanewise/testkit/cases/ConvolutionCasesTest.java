package dev.lanewise.testkit.cases;

final class ConvolutionCasesTest extends ConvolutionCases {}

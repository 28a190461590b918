package dev.lanewise.testkit.cases;

final class QuantizationCasesTest extends QuantizationCases {}

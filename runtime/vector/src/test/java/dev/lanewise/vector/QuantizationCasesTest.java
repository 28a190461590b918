package dev.lanewise.vector;

import dev.lanewise.testkit.cases.QuantizationCases;

final class QuantizationCasesTest extends QuantizationCases {}

package dev.lanewise.vector;

import dev.lanewise.testkit.cases.NormalizationCases;

final class NormalizationCasesTest extends NormalizationCases {}

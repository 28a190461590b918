package dev.lanewise.testkit.cases;

final class NormalizationCasesTest extends NormalizationCases {}

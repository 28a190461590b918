package dev.lanewise.testkit.cases;

final class MathCasesTest extends MathCases {}

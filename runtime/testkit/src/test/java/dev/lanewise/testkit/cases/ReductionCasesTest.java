package dev.lanewise.testkit.cases;

final class ReductionCasesTest extends ReductionCases {}

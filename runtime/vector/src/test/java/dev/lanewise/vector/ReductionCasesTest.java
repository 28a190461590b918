package dev.lanewise.vector;

import dev.lanewise.testkit.cases.ReductionCases;

final class ReductionCasesTest extends ReductionCases {}

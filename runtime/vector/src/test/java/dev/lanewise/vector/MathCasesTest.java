package dev.lanewise.vector;

import dev.lanewise.testkit.cases.MathCases;

final class MathCasesTest extends MathCases {}

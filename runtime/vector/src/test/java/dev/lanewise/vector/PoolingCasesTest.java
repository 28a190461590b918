package dev.lanewise.vector;

import dev.lanewise.testkit.cases.PoolingCases;

final class PoolingCasesTest extends PoolingCases {}

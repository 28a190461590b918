package dev.lanewise.testkit.cases;

final class PoolingCasesTest extends PoolingCases {}

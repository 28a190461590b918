package dev.lanewise.testkit.cases;

final class ForestCasesTest extends ForestCases {}

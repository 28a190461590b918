package dev.lanewise.testkit.cases;

final class ProductCasesTest extends ProductCases {}

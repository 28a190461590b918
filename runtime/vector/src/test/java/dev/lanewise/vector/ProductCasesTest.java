package dev.lanewise.vector;

import dev.lanewise.testkit.cases.ProductCases;

final class ProductCasesTest extends ProductCases {}

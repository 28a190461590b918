package dev.lanewise.testkit.cases;

final class RecurrentCasesTest extends RecurrentCases {}

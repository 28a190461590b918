package dev.lanewise.testkit.cases;

final class ControlCasesTest extends ControlCases {}

package dev.lanewise.testkit.cases;

final class JoinCasesTest extends JoinCases {}

package dev.lanewise.testkit.cases;

final class AttentionCasesTest extends AttentionCases {}

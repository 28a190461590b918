package dev.lanewise.vector;

import dev.lanewise.testkit.cases.AttentionCases;

final class AttentionCasesTest extends AttentionCases {}

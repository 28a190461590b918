package dev.lanewise.vector;

import dev.lanewise.testkit.cases.JoinCases;

final class JoinCasesTest extends JoinCases {}

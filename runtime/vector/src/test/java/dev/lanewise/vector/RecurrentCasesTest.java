package dev.lanewise.vector;

import dev.lanewise.testkit.cases.RecurrentCases;

final class RecurrentCasesTest extends RecurrentCases {}

package dev.lanewise.vector;

import dev.lanewise.testkit.cases.ResizeCases;

final class ResizeCasesTest extends ResizeCases {}

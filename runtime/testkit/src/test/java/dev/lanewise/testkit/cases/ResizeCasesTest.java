package dev.lanewise.testkit.cases;

final class ResizeCasesTest extends ResizeCases {}

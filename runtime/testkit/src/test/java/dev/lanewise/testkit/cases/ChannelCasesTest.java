package dev.lanewise.testkit.cases;

final class ChannelCasesTest extends ChannelCases {}

package dev.lanewise.vector;

import dev.lanewise.testkit.cases.ChannelCases;

final class ChannelCasesTest extends ChannelCases {}

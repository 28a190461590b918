package dev.lanewise.testkit;

import dev.lanewise.testkit.property.OperatorProperties;

class OperatorPropertiesTest extends OperatorProperties {}

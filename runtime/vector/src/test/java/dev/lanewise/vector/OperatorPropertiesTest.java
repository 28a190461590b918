package dev.lanewise.vector;

import dev.lanewise.testkit.property.OperatorProperties;

class OperatorPropertiesTest extends OperatorProperties {}

/** Kernel contracts, operator cases and tolerances that every back end is tested with. */
module dev.lanewise.testkit {
  requires static transitive org.jspecify;
  requires transitive dev.lanewise;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires transitive org.junit.jupiter.params;

  exports dev.lanewise.testkit;
  exports dev.lanewise.testkit.cases;
  exports dev.lanewise.testkit.contract;
  exports dev.lanewise.testkit.property;
}

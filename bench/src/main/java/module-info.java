/** JMH benchmarks and comparisons with other runtimes. */
module dev.lanewise.bench {
  requires static transitive org.jspecify;
  requires dev.lanewise;
}

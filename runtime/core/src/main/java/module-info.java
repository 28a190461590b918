/** Neural network runtime: graph, operators, passes, plans and scalar kernels. */
module dev.lanewise {
  requires static org.jspecify;
}

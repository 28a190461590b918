/** Neural network runtime: graph, operators, passes, plans and scalar kernels. */
module dev.lanewise {
  requires static transitive org.jspecify;

  exports dev.lanewise;
  exports dev.lanewise.error;
  exports dev.lanewise.gradient;
  exports dev.lanewise.graph;
  exports dev.lanewise.image;
  exports dev.lanewise.kernel;
  exports dev.lanewise.kernel.scalar;
  exports dev.lanewise.op;
  exports dev.lanewise.pass;
  exports dev.lanewise.plan;
  exports dev.lanewise.tensor;

  uses dev.lanewise.image.ImageCodec;
  uses dev.lanewise.kernel.KernelProvider;
}

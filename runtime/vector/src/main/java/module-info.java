/** Kernels on the Vector API. */
module dev.lanewise.vector {
  requires static transitive org.jspecify;
  requires dev.lanewise;
  requires jdk.incubator.vector;
  requires jdk.management;

  provides dev.lanewise.kernel.KernelProvider with
      dev.lanewise.vector.VectorProvider;
}

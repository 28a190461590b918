package dev.lanewise.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What threads have allocated; loaded only by those who warm up. */
final class Allocated {
  /** Looked up once: a look-up allocates and costs more than the kernels that are watched. */
  private static final @Nullable ThreadMXBean THREADS = threads();

  private Allocated() {}

  private static @Nullable ThreadMXBean threads() {
    return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
            && threads.isThreadAllocatedMemorySupported()
            && threads.isThreadAllocatedMemoryEnabled()
        ? threads
        : null;
  }

  /** Bytes the current thread has allocated so far, 0 if this JVM does not count. */
  static long bytes() {
    return THREADS == null ? 0 : THREADS.getCurrentThreadAllocatedBytes();
  }
}

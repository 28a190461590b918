package dev.lanewise.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What threads have allocated; loaded only by those who warm up. */
final class Allocated {
  private static final boolean COUNTS =
      ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
          && threads.isThreadAllocatedMemorySupported()
          && threads.isThreadAllocatedMemoryEnabled();

  private Allocated() {}

  /** Bytes the current thread has allocated so far, 0 if this JVM does not count. */
  static long bytes() {
    return COUNTS && ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
        ? threads.getCurrentThreadAllocatedBytes()
        : 0;
  }
}

package dev.lanewise.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lanewise.tensor.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryPlannerTest {
  @Test
  void slotsThatAreLiveTogetherDoNotOverlap() {
    Random random = new Random(1);
    for (int round = 0; round < 50; round++) {
      List<Slot> slots = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        int first = random.nextInt(40);
        slots.add(
            new Slot(Storage.FLOATS, 1 + random.nextInt(500), first, first + random.nextInt(6)));
      }
      long size = MemoryPlanner.place(slots, 16);
      for (Slot a : slots) {
        assertEquals(0, a.offset % 16);
        assertTrue(a.offset + a.length <= size);
        for (Slot b : slots) {
          boolean overlap = a.offset < b.offset + b.length && b.offset < a.offset + a.length;
          assertFalse(a != b && a.overlapsInTime(b) && overlap, "two live slots overlap");
        }
      }
      assertTrue(size >= MemoryPlanner.lowerBound(slots));
    }
  }

  @Test
  void aChainNeedsTwoNeighbours() {
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      slots.add(new Slot(Storage.FLOATS, 64, i, i + 1));
    }
    assertEquals(128, MemoryPlanner.place(slots, 16));
    assertEquals(128, MemoryPlanner.lowerBound(slots));
  }
}

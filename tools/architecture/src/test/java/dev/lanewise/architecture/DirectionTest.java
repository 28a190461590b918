package dev.lanewise.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DirectionTest {
  @Test
  void everyPackageHasItsRoom() {
    assertThat(Rooms.CLASSES)
        .as("add a new room to the table in Rooms, with what it may know")
        .isNotEmpty()
        .allMatch(type -> Rooms.of(type).isPresent());
  }

  @Test
  void roomsKnowOnlyWhatTheyMay() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : Rooms.CLASSES) {
      String room = Rooms.of(type).orElseThrow();
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        Rooms.of(dependency.getTargetClass().getBaseComponentType())
            .filter(target -> !Rooms.mayKnow(room, target))
            .ifPresent(target -> wrong.add(room + " -> " + target + ": " + type.getName()));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(Rooms.ROOT + ".(**)").should().beFreeOfCycles().check(Rooms.CLASSES);
  }
}

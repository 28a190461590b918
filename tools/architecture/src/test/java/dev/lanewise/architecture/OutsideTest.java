package dev.lanewise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URI;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What our classes may use that is not ours. */
class OutsideTest {
  /** What an app needs to read a model file of our own, beside the core. */
  private static final String[] OWN_FORMAT = {
    "dev.lanewise.loader.format..", "dev.lanewise.loader.operators.."
  };

  /** Methods that Android 8 lacks (API 26), and that D8 does not supply. */
  private static final Set<String> NOT_ON_ANDROID =
      Set.of(
          "java.io.InputStream.readAllBytes",
          "java.io.InputStream.readNBytes",
          "java.io.InputStream.transferTo",
          "java.nio.file.Files.mismatch",
          "java.nio.file.Files.readString",
          "java.nio.file.Files.writeString",
          "java.nio.file.Path.of");

  @Test
  void onlyTheVectorModuleUsesTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.lanewise.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(Rooms.CLASSES);
  }

  @Test
  void theCoreUsesNothingButTheJdk() {
    classes()
        .that()
        .resideInAnyPackage(Rooms.CORE.toArray(String[]::new))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "dev.lanewise..", "org.jspecify.annotations..")
        .check(Rooms.CLASSES);
  }

  @Test
  void theOwnFormatNeedsNoReflection() {
    noClasses()
        .that()
        .resideInAnyPackage(OWN_FORMAT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..", "java.beans..")
        .orShould()
        .callMethodWhere(
            DescribedPredicate.describe(
                "look up classes or members by name",
                call ->
                    call.getTargetOwner().isEquivalentTo(Class.class)
                        && call.getName().matches("forName|getDeclared.*|getField.*|getMethod.*")))
        .check(Rooms.CLASSES);
  }

  @Test
  void theOwnFormatUsesWhatAndroidHas() {
    classes()
        .that()
        .resideInAnyPackage(OWN_FORMAT)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.io",
            "java.lang",
            "java.math",
            "java.nio",
            "java.nio.channels",
            "java.nio.charset",
            "java.nio.file",
            "java.util",
            "java.util.function",
            "java.util.regex",
            "java.util.stream",
            "java.util.zip",
            "dev.lanewise..",
            "org.jspecify.annotations..")
        .check(Rooms.CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(OWN_FORMAT)
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "call what Android 8 lacks",
                call ->
                    NOT_ON_ANDROID.contains(
                        call.getTargetOwner().getName() + "." + call.getName())))
        .check(Rooms.CLASSES);
  }

  @Test
  void theCoreRequiresNothingButTheBaseModule() throws IOException {
    ModuleDescriptor core = descriptor(Rooms.CLASSES.get("dev.lanewise.tensor.Tensor"));
    assertThat(core.name()).isEqualTo("dev.lanewise");
    assertThat(
            core.requires().stream()
                .filter(required -> !required.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name))
        .containsExactly("java.base");
    assertThat(core.requires().stream().map(Requires::name).collect(Collectors.toSet()))
        .isEqualTo(Set.of("java.base", "org.jspecify"));
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked =
        Rooms.CLASSES.stream()
            .map(JavaClass::getPackage)
            .filter(OutsideTest::isWrittenByHand)
            .filter(type -> !type.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName)
            .collect(Collectors.toSet());
    assertThat(unmarked).isEmpty();
  }

  private static boolean isWrittenByHand(JavaPackage type) {
    return !type.getName().endsWith(".proto") && !type.getName().endsWith(".jmh_generated");
  }

  /** The descriptor of the module a class is in. */
  private static ModuleDescriptor descriptor(JavaClass type) throws IOException {
    String file = type.getSource().orElseThrow().getUri().toString();
    String root = file.substring(0, file.length() - type.getName().length() - ".class".length());
    try (InputStream in = URI.create(root + "module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(in);
    }
  }
}

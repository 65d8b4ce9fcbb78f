package org.convscope.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the modules. Here, because only this module sees all the others. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.convscope");

  @Test
  void allModulesAreLookedAt() {
    assertThat(CLASSES).hasSizeGreaterThan(500);
    for (String module :
        new String[] {"engine", "autograd", "models", "importer", "visualize", "bench"}) {
      assertThat(CLASSES)
          .as(module)
          .anyMatch(c -> c.getPackageName().startsWith("org.convscope." + module));
    }
  }

  @Test
  void dependenciesFollowTheArrows() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("engine")
        .definedBy("org.convscope.engine..")
        .layer("autograd")
        .definedBy("org.convscope.autograd..")
        .layer("models")
        .definedBy("org.convscope.models..")
        .layer("importer")
        .definedBy("org.convscope.importer..")
        .layer("visualize")
        .definedBy("org.convscope.visualize..")
        .layer("bench")
        .definedBy("org.convscope.bench..")
        .whereLayer("bench")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("visualize")
        .mayOnlyBeAccessedByLayers("bench")
        .whereLayer("importer")
        .mayOnlyBeAccessedByLayers("visualize", "bench")
        .whereLayer("models")
        .mayOnlyBeAccessedByLayers("importer", "visualize", "bench")
        .whereLayer("autograd")
        .mayOnlyBeAccessedByLayers("models", "importer", "visualize", "bench")
        .check(CLASSES);
  }

  @Test
  void modulesHaveNoCycles() {
    slices().matching("org.convscope.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void theVectorApiStaysInItsPackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.convscope.engine.vector..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  @Test
  void protobufStaysInTheImporter() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.convscope.importer..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.protobuf..")
        .check(CLASSES);
  }

  @Test
  void onlyProgramsPrintAndExit() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.convscope.visualize.command..",
            "org.convscope.visualize.launch..",
            "org.convscope.bench..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }
}

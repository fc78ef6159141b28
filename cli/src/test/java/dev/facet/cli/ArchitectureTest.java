package dev.facet.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.facet.cli");

  @Test
  void generatedCode_isNotUsed() {
    noClasses().should().dependOnClassesThat().resideInAPackage("dev.facet.v1..").check(CLASSES);
  }

  @Test
  void engine_isUsedThroughTheModelOnly() {
    noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..").check(CLASSES);
  }

  @Test
  void parts_doNotKnowTheCommands() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.facet.cli")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.facet.cli")
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.facet.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}

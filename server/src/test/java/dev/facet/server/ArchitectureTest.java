package dev.facet.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Holds the direction in which the server's packages may depend on each other and on others. */
class ArchitectureTest {
  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.facet.server");

  @Test
  void batching_knowsNeitherRpcNorEngineNorModel() {
    noClasses()
        .that()
        .resideInAPackage("dev.facet.server.batching..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "io.grpc..",
                "com.google.protobuf..",
                "com.google.rpc..",
                "ai.djl..",
                "dev.facet.v1..",
                "dev.facet.model.."))
        .because("batches are formed of values of any type, so that it is tested without an engine")
        .check(SERVER);
  }

  @Test
  void batching_dependsOnNothingElseOfTheServer() {
    dependsOnNothingElseOfTheServer("dev.facet.server.batching..");
  }

  @Test
  void config_dependsOnNothingElseOfTheServer() {
    dependsOnNothingElseOfTheServer("dev.facet.server.config..");
  }

  @Test
  void security_dependsOnNothingElseOfTheServerButConfig() {
    noClasses()
        .that()
        .resideInAPackage("dev.facet.server.security..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.facet.server..")
                .and(
                    resideOutsideOfPackages(
                        "dev.facet.server.security..", "dev.facet.server.config..")))
        .because("who may connect is decided before anything else of a call is known")
        .check(SERVER);
  }

  @Test
  void generatedCode_isUsedOnlyAtTheEdges() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.facet.server.rpc..", "dev.facet.server.http..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.facet.v1..")
        .because("the wire contract and the inside change for different reasons")
        .check(SERVER);
  }

  @Test
  void engineOfDjl_isHiddenBehindTheModelModule() {
    noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..").check(SERVER);
  }

  @Test
  void wallClock_decidesNothingOfACall() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.facet.server.http..",
            "dev.facet.server.security..",
            "dev.facet.server.telemetry..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .because("it jumps when it is set; only certificates, JWTs and what people read go by it")
        .check(SERVER);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("dev.facet.server.(*)..").should().beFreeOfCycles().check(SERVER);
  }

  @Test
  void serverItself_isKnownToNoneOfItsParts() {
    noClasses()
        .that()
        .resideInAPackage("dev.facet.server.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.facet.server")
        .check(SERVER);
  }

  private static void dependsOnNothingElseOfTheServer(String itsPackage) {
    noClasses()
        .that()
        .resideInAPackage(itsPackage)
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.facet.server..").and(resideOutsideOfPackage(itsPackage)))
        .allowEmptyShould(true)
        .check(SERVER);
  }
}

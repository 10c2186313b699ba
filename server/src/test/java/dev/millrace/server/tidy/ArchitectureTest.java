package dev.millrace.server.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The arrows between the rooms, and which room may touch which library. The poms already keep most
/// of it; this catches what they cannot see, such as a library that comes along with another one.
final class ArchitectureTest {

  private static JavaClasses classes;

  @BeforeAll
  static void readTheClassFiles() {
    classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.millrace");
  }

  @Test
  void everyRoomBelowTheServerIsSeen() {
    for (String room :
        new String[] {"model", "storage", "dataflow", "sql", "ingest", "pgwire", "server"}) {
      assertThat(classes).anyMatch(c -> c.getPackageName().startsWith("dev.millrace." + room));
    }
  }

  @Test
  void roomsUseOnlyTheRoomsBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("model")
        .definedBy("dev.millrace.model..")
        .layer("storage")
        .definedBy("dev.millrace.storage..")
        .layer("dataflow")
        .definedBy("dev.millrace.dataflow..")
        .layer("sql")
        .definedBy("dev.millrace.sql..")
        .layer("ingest")
        .definedBy("dev.millrace.ingest..")
        .layer("pgwire")
        .definedBy("dev.millrace.pgwire..")
        .layer("server")
        .definedBy("dev.millrace.server..")
        .whereLayer("model")
        .mayNotAccessAnyLayer()
        .whereLayer("storage")
        .mayOnlyAccessLayers("model")
        .whereLayer("dataflow")
        .mayOnlyAccessLayers("model", "storage")
        .whereLayer("sql")
        .mayOnlyAccessLayers("model", "storage", "dataflow")
        .whereLayer("ingest")
        .mayOnlyAccessLayers("model", "dataflow")
        .whereLayer("pgwire")
        .mayOnlyAccessLayers("model")
        .withOptionalLayers(true)
        .check(classes);
  }

  @Test
  void onlySqlTouchesCalcite() {
    onlyIn("org.apache.calcite..", "dev.millrace.sql..").check(classes);
  }

  @Test
  void onlyStorageTouchesRocksDb() {
    onlyIn("org.rocksdb..", "dev.millrace.storage..").check(classes);
  }

  /// The end-to-end tests play the foreign producer.
  @Test
  void onlyIngestTouchesKafkaAndAvro() {
    onlyIn("org.apache.kafka..", "dev.millrace.ingest..", "dev.millrace.server.endtoend..")
        .check(classes);
    onlyIn("com.google.protobuf..", "dev.millrace.ingest..").check(classes);
    onlyIn("com.squareup.wire..", "dev.millrace.ingest..").check(classes);
    onlyIn("org.apache.avro..", "dev.millrace.ingest..").check(classes);
  }

  @Test
  void onlyTheListenersTouchNetty() {
    onlyIn("io.netty..", "dev.millrace.pgwire..", "dev.millrace.server..").check(classes);
  }

  @Test
  void onlyDataflowCompilesJava() {
    onlyIn("org.codehaus..", "dev.millrace.dataflow..").check(classes);
  }

  @Test
  void noLoggingButThroughSlf4j() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.apache.log4j..", "ch.qos.logback..")
        .because("the operator chooses the log's backend, the code speaks SLF4J")
        .allowEmptyShould(true)
        .check(classes);
  }

  @Test
  void packagesOfOneRoomDoNotGoInCircles() {
    for (String room :
        new String[] {"model", "storage", "dataflow", "sql", "ingest", "pgwire", "server"}) {
      slices()
          .matching("dev.millrace." + room + ".(*)..")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true)
          .check(classes);
    }
  }

  private static ArchRule onlyIn(String library, String... rooms) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(rooms)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }
}

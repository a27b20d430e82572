package org.duixian;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies run local → job → edge → domain, and the domain knows no engine. */
@AnalyzeClasses(packages = "org.duixian", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayeringTest {
  private static final String[] DOMAIN = {
    "org.duixian.event..",
    "org.duixian.area..",
    "org.duixian.calendar..",
    "org.duixian.commitment..",
    "org.duixian.level..",
    "org.duixian.alert..",
    "org.duixian.audit.."
  };

  @ArchTest
  static final ArchRule theDomainImportsNoEngineAndNoOuterPackage =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.duixian.edge..",
              "org.duixian.job..",
              "org.duixian.local..",
              "org.apache.flink..",
              "org.apache.kafka..",
              "kafka..",
              "com.clickhouse..",
              "java.sql..",
              "java.net.http..");

  @ArchTest
  static final ArchRule edgesKnowNeitherJobsNorTheLocalStack =
      noClasses()
          .that()
          .resideInAPackage("org.duixian.edge..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.duixian.job..", "org.duixian.local..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule jobsKnowNothingOfTheLocalStack =
      noClasses()
          .that()
          .resideInAPackage("org.duixian.job..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.duixian.local..", "kafka..", "com.sun.jna..", "picocli..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesDoNotDependOnEachOtherInCircles =
      slices().matching("org.duixian.(*)..").should().beFreeOfCycles();
}

package org.moiety.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The shape of the code: what may know what. Each rule is proved by an offence planted in `org.moiety.architecture.planted`.
final class ArchitectureTest {
  private static final String ROOT = "org.moiety";
  private static final String PLANTED_ROOT = "org.moiety.architecture.planted";

  private static JavaClasses ours;
  private static JavaClasses planted;

  @BeforeAll
  static void readClassFiles() {
    ours = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);
    planted = new ClassFileImporter().importPackages(PLANTED_ROOT);
  }

  static Set<String> rules() {
    return new ArchitectureRules(ROOT).all().keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(String rule) {
    new ArchitectureRules(ROOT).all().get(rule).check(ours);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void catchesItsPlantedOffence(String name) {
    ArchRule rule = new ArchitectureRules(PLANTED_ROOT).all().get(name);
    assertThat(rule.evaluate(planted).hasViolation()).as(name).isTrue();
  }

  @Test
  void everyModuleIsRead() {
    for (String module : new String[]{"engine", "triples", "layers", "experiments"}) {
      assertThat(ours).as(module).anyMatch(type -> type.getPackageName().startsWith(ROOT + "." + module));
    }
  }
}

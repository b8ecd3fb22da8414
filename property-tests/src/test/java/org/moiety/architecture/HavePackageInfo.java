package org.moiety.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;

/// The package of a class has a package-info, and that is annotated with `@NullMarked`.
final class HavePackageInfo extends ArchCondition<JavaClass> {
  HavePackageInfo() {
    super("have a package-info annotated with @NullMarked");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    boolean generated = type.getPackageName().endsWith(".jmh_generated");
    boolean marked = type.getPackage().tryGetPackageInfo().map(info -> info.isAnnotatedWith(NullMarked.class))
        .orElse(false);
    if (!marked && !generated) {
      events.add(SimpleConditionEvent.violated(type, type.getName() + ": its package has no null-marked package-info"));
    }
  }
}

package org.moiety.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `ScalarXKernels` and `VectorXKernels` implement the interface `XKernels` beside them.
final class ImplementTheirContract extends ArchCondition<JavaClass> {
  private static final Pattern IMPLEMENTATION = Pattern.compile("(?:Scalar|Vector)(\\w+Kernels)");

  ImplementTheirContract() {
    super("implement the contract that their name ends with");
  }

  @Override
  public void check(JavaClass type, ConditionEvents events) {
    Matcher name = IMPLEMENTATION.matcher(type.getSimpleName());
    if (name.matches()
        && type.getAllRawInterfaces().stream().noneMatch(each -> each.getSimpleName().equals(name.group(1)))) {
      events.add(SimpleConditionEvent.violated(type, type.getName() + " does not implement " + name.group(1)));
    }
  }
}

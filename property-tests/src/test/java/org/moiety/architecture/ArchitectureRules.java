package org.moiety.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// The rules on packages below one root: `org.moiety`, or the planted offences that prove each rule.
final class ArchitectureRules {
  /// Kernel types that are vocabulary for the whole engine: the prime, and the threads.
  private static final Set<String> SHARED_KERNEL_TYPES = Set.of("Modulus", "Workers");

  private final String root;

  ArchitectureRules(String root) {
    this.root = root;
  }

  /// Every rule under its name, in the order of reading.
  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new LinkedHashMap<>();
    rules.put("packages have no cycles", slices().matching(root + ".(**)").should().beFreeOfCycles());
    rules.put("every package has a null-marked package-info", classes().should(new HavePackageInfo()));
    rules.put("the engine knows none of the others", arrow("engine"));
    rules.put("triples know the engine only", arrow("triples", "engine"));
    rules.put("layers know the engine only", arrow("layers", "engine"));
    rules.put("kernel knows nothing of ours", arrow("engine.kernel"));
    rules.put("field knows kernel", arrow("engine.field", "engine.kernel"));
    rules.put("random knows field", arrow("engine.random", "engine.field"));
    rules.put("fixed knows field, and limbs to decode", arrow("engine.fixed", "engine.field", "engine.kernel.Limbs"));
    // The float products stand in kernel, and a matrix view is a kernel's type.
    rules.put("map knows field and kernel", arrow("engine.map", "engine.field", "engine.kernel"));
    rules.put("share knows field, map and random",
        arrow("engine.share", "engine.field", "engine.map", "engine.random"));
    rules.put("channel knows nothing of ours", arrow("engine.channel"));
    rules.put("profile knows nothing of ours", arrow("engine.profile"));
    rules.put("material knows no channel and no protocol",
        arrow("engine.material", "engine.field", "engine.fixed", "engine.map", "engine.random", "engine.share"));
    rules.put("nobody watches a session of several processes",
        noClasses().that().resideInAPackage(in("triples.remote")).should()
            .dependOnClassesThat(nameMatching(".*\\.(Observer|Bystanders)")));
    rules.put("limbs stay in kernel, field, fixed and their benchmarks", limbs());
    rules.put("the Vector API stays in kernel", outside("engine.kernel").should().dependOnClassesThat()
        .resideInAPackage("jdk.incubator.."));
    rules.put("scalar and SIMD kernels implement one contract",
        classes().that().resideInAPackage(in("engine.kernel")).should(new ImplementTheirContract()));
    rules.put("the network is for channel, downloads of public data and the demos' server", network());
    rules.put("share, field, map and tensor do no I/O", inputOutput());
    rules.put("System.out and System.err stay in experiments", streams());
    rules.put("SecureRandom stays in random",
        outside("engine.random").should().dependOnClassesThat().belongToAnyOf(SecureRandom.class));
    rules.put("weak generators are for benchmarks", weakGenerators());
    rules.put("insecure things have packages of their own", classes().that().haveSimpleNameStartingWith("Insecure")
        .should().resideInAPackage("..insecure.."));
    rules.put("insecure things are reached by a flag of the command line only", noClasses().that()
        .resideOutsideOfPackages("..insecure..", in("experiments"))
        .should(dependOnClassesThat(simpleNameStartingWith("Insecure"))));
    rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
    return rules;
  }

  /// Classes of one package (and below it) depend, among ours, on that package and the named packages or types only; in the engine all may tell the
  /// profile what they do.
  private ArchRule arrow(String from, String... to) {
    boolean inEngine = from.startsWith("engine.");
    DescribedPredicate<JavaClass> forbidden = DescribedPredicate.describe("are not for " + from,
        type -> isWithin(type, "") && !isWithin(type, "." + from)
            && Arrays.stream(to).noneMatch(allowed -> isWithin(type, "." + allowed))
            && !(inEngine && (isSharedKernelType(type) || isWithin(type, ".engine.profile"))));
    return noClasses().that().resideInAPackage(in(from)).should(dependOnClassesThat(forbidden));
  }

  private boolean isWithin(JavaClass type, String name) {
    return (type.getName() + ".").startsWith(root + name + ".");
  }

  private boolean isSharedKernelType(JavaClass type) {
    return type.getPackageName().equals(root + ".engine.kernel") && SHARED_KERNEL_TYPES.contains(type.getSimpleName());
  }

  private ArchRule limbs() {
    return outside("engine.kernel", "engine.field", "engine.fixed", "experiments.benchmark").should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(root + ".engine.kernel.Limbs");
  }

  private ArchRule network() {
    DescribedPredicate<JavaClass> network = DescribedPredicate.describe("are the network",
        type -> resideInAnyPackage("java.net..", "javax.net..", "java.nio.channels..", "com.sun.net..").test(type)
            && !type.isEquivalentTo(FileChannel.class) && !type.isEquivalentTo(FileChannel.MapMode.class)
            && !type.isEquivalentTo(FileLock.class));
    return outside("engine.channel", "layers.data", "experiments.demo").should(dependOnClassesThat(network));
  }

  private ArchRule inputOutput() {
    return noClasses().that()
        .resideInAnyPackage(in("engine.share"), in("engine.field"), in("engine.map"), in("layers.tensor"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
            .or(resideInAPackage(in("engine.channel")).and(not(nameMatching(".*\\.Meter(\\$.*)?"))))); // counting is no I/O
  }

  private ArchRule streams() {
    return outside("experiments").should().accessField(System.class, "out").orShould().accessField(System.class, "err");
  }

  private ArchRule weakGenerators() {
    return outside("experiments.benchmark").should().dependOnClassesThat()
        .belongToAnyOf(Random.class, ThreadLocalRandom.class)
        .orShould().callMethod(Math.class, "random");
  }

  private GivenClassesConjunction outside(String... packages) {
    return noClasses().that().resideOutsideOfPackages(Arrays.stream(packages).map(this::in).toArray(String[]::new));
  }

  private String in(String name) {
    return root + "." + name + "..";
  }
}

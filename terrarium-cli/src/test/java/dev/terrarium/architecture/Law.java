package dev.terrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.function.Function;

/// What classes of a kind must not do, and how many of that kind there are at least.
///
/// A rule that matched nothing proves nothing, so each is told how many it should match. The law of
/// an empty room is told zero, and fails as soon as somebody moves in: then it is given the number
/// it deserves.
record Law(DescribedPredicate<JavaClass> subjects, ArchCondition<JavaClass> demand) {

  /// Those that are meant must do nothing that `offences` finds in them.
  static Law that(
      DescribedPredicate<JavaClass> subjects,
      String demand,
      Function<JavaClass, List<String>> offences) {
    return new Law(
        subjects,
        new ArchCondition<>(demand) {
          @Override
          public void check(JavaClass type, ConditionEvents events) {
            offences
                .apply(type)
                .forEach(offence -> events.add(SimpleConditionEvent.violated(type, offence)));
          }
        });
  }

  /// Asserts that the house keeps this, by at least so many classes.
  void holdsForAtLeast(int count) {
    assertThat(House.classes().that(subjects).size())
        .as("classes that " + subjects.getDescription())
        .isGreaterThanOrEqualTo(count);
    assertThat(offences(House.classes())).as(toString()).isEmpty();
  }

  /// Asserts that nobody lives there yet.
  void sleeps() {
    assertThat(House.classes().that(subjects))
        .as("classes that " + subjects.getDescription() + ": wake this law up")
        .isEmpty();
  }

  /// Asserts that this class, which breaks it on purpose, is found out.
  void bites(Class<?> offender) {
    assertThat(offences(new ClassFileImporter().importClasses(offender))).isNotEmpty();
  }

  @Override
  public String toString() {
    return "classes that " + subjects.getDescription() + " must " + demand.getDescription();
  }

  private List<String> offences(JavaClasses classes) {
    return ArchRuleDefinition.classes()
        .that(subjects)
        .should(demand)
        .allowEmptyShould(true)
        .evaluate(classes)
        .getFailureReport()
        .getDetails();
  }
}

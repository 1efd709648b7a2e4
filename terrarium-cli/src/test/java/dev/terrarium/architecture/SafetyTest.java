package dev.terrarium.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Permits to move are born in one room alone.
class SafetyTest {
  @Test
  void theStateMachineStandsAlone() {
    Law.that(House.in("safety"), "see nothing of ours", _ -> List.of()).sleeps();
  }

  @Test
  void permitsAreMadeInSafetyAlone() {
    Law.that(
            describe("are permits", type -> type.getSimpleName().contains("Permit")),
            "live in safety",
            type ->
                House.in("safety").test(type)
                    ? List.of()
                    : List.of(type.getName() + " is a permit outside of safety"))
        .sleeps();
  }
}

package dev.terrarium.control.law;

/// Where operational space control begins to give way near a singularity, and how much.
///
/// Near a singularity the arm feels heavier and heavier at its tool in one direction: that is what
/// the eigenvalues of the inverse of J M⁻¹ Jᵀ say. Directions up to [#heaviest] are served exactly;
/// beyond, the inverse 1/μ becomes μ/(μ² + λ²) with λ² = factor² (1/heaviest² − μ²), which joins on
/// without a step.
///
/// @param heaviest kg, or kg m² where the direction is a rotation; above 0
/// @param factor above 0, up to 1; with 1 what is asked of a direction falls linearly to nothing,
///   with less it holds longer and pulls harder
public record Damping(double heaviest, double factor) {
  private static final Damping USUAL = new Damping(50, 1);

  public Damping {
    if (!(heaviest > 0 && heaviest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "The heaviest that is served exactly is %s: expected a finite number above 0"
              .formatted(heaviest));
    }
    if (!(factor > 0 && factor <= 1)) {
      throw new IllegalArgumentException(
          "The factor of the damping is %s: expected a number above 0, up to 1".formatted(factor));
    }
  }

  /// Returns 50 kg and a factor of 1.
  public static Damping usual() {
    return USUAL;
  }

  /// Returns the same that begins elsewhere.
  public Damping withHeaviest(double value) {
    return new Damping(value, factor);
  }

  /// Returns the same with another factor.
  public Damping withFactor(double value) {
    return new Damping(heaviest, value);
  }

  /// Returns 1/μ² of an eigenvalue, damped.
  double inverseSquare(double eigenvalue) {
    double least = 1 / heaviest;
    double square = eigenvalue * eigenvalue;
    return eigenvalue >= least
        ? 1 / square
        : 1 / (square + factor * factor * (least * least - square));
  }
}

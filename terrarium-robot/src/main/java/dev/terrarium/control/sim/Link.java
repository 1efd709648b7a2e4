package dev.terrarium.control.sim;

/// A rigid body of a chain and the joint that turns it, by the modified Denavit–Hartenberg rule.
///
/// From the frame before: `alpha` about x, `a` along x, the joint's angle about z, `d` along z.
/// Lengths in m, angles in rad; what is within the body is in the body's frame.
///
/// @param a along x, m
/// @param d along z, m
/// @param alpha about x, rad
/// @param mass kg, above 0
/// @param centre where its centre of mass is
/// @param inertia about its centre of mass
public record Link(double a, double d, double alpha, double mass, Centre centre, Inertia inertia) {

  /// A centre of mass, m.
  public record Centre(double x, double y, double z) {}

  /// A symmetric tensor of inertia about a centre of mass, kg m².
  public record Inertia(double xx, double xy, double xz, double yy, double yz, double zz) {

    private Inertia plus(Inertia other) {
      return new Inertia(
          xx + other.xx, xy + other.xy, xz + other.xz, yy + other.yy, yz + other.yz, zz + other.zz);
    }

    /// By the theorem of parallel axes: what a mass adds whose centre is that far away.
    private static Inertia ofMass(double mass, double x, double y, double z) {
      return new Inertia(
          mass * (y * y + z * z),
          -mass * x * y,
          -mass * x * z,
          mass * (x * x + z * z),
          -mass * y * z,
          mass * (x * x + y * y));
    }
  }

  /// Returns the same with a mass without extent fixed to it.
  ///
  /// @param load kg
  /// @param at where, in this body's frame
  Link carrying(double load, Centre at) {
    double all = mass + load;
    var balance =
        new Centre(
            (mass * centre.x + load * at.x) / all,
            (mass * centre.y + load * at.y) / all,
            (mass * centre.z + load * at.z) / all);
    return new Link(
        a,
        d,
        alpha,
        all,
        balance,
        inertia.plus(moved(mass, centre, balance)).plus(moved(load, at, balance)));
  }

  private static Inertia moved(double mass, Centre from, Centre to) {
    return Inertia.ofMass(mass, from.x - to.x, from.y - to.y, from.z - to.z);
  }
}

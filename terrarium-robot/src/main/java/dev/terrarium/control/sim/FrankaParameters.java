package dev.terrarium.control.sim;

import dev.terrarium.control.robot.ArmLimits;
import dev.terrarium.control.sim.Link.Centre;
import dev.terrarium.control.sim.Link.Inertia;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What a simulated Franka is made of: published numbers, each with its source. Immutable.
///
/// Lengths are the manufacturer's modified Denavit–Hartenberg parameters. Masses and inertias are
/// those that Gaz, Cognetti, Oliva, Robuffo Giordano and De Luca identified ("Dynamic
/// Identification of the Franka Emika Panda Robot With Retrieval of Feasible Parameters Using
/// Penalty-Based Optimization", IEEE RA-L 4(4), 2019) of a Panda; those of the FR3 are not
/// published by a measurement of the same kind, and both models use these. Limits are the
/// manufacturer's of each. Friction and rotors are the usual ones of simulated FR3s.
public final class FrankaParameters {
  private static final double TURN = Math.PI / 2;

  private static final List<Link> LINKS =
      List.of(
          new Link(
              0,
              .333,
              0,
              4.970684,
              new Centre(.003875, .002081, -.04762),
              new Inertia(.70337, -.000139, .006772, .70661, .019169, .009117)),
          new Link(
              0,
              0,
              -TURN,
              .646926,
              new Centre(-.003141, -.02872, .003495),
              new Inertia(.007962, -.003925, .010254, .02811, .000704, .025995)),
          new Link(
              0,
              .316,
              TURN,
              3.228604,
              new Centre(.027518, .039252, -.066502),
              new Inertia(.037242, -.004761, -.011396, .036155, -.012805, .01083)),
          new Link(
              .0825,
              0,
              TURN,
              3.587895,
              new Centre(-.05317, .104419, .027454),
              new Inertia(.025853, .007796, -.001332, .019552, .008641, .028323)),
          new Link(
              -.0825,
              .384,
              -TURN,
              1.225946,
              new Centre(-.011953, .041065, -.038437),
              new Inertia(.035549, -.002117, -.004037, .029474, .000229, .008627)),
          new Link(
              0,
              0,
              TURN,
              1.666555,
              new Centre(.060149, -.014117, -.010517),
              new Inertia(.001964, .000109, -.001158, .004354, .000341, .005433)),
          new Link(
              .088,
              0,
              TURN,
              .735522,
              new Centre(.010517, -.004252, .061597),
              new Inertia(.012516, -.000428, -.001196, .010027, -.000741, .004815)));

  private static final double FLANGE = .107;

  private static final double SHOULDER = .333;

  /// Upper arm, forearm and hand, stretched.
  private static final double REACH =
      Math.hypot(.316, .0825) + Math.hypot(.384, .0825) + Math.hypot(.088, FLANGE);

  private static final double[] TORQUE = {87, 87, 87, 87, 12, 12, 12};
  private static final double[] TORQUE_RATE = all(1000);
  private static final Friction USUAL = new Friction(.21, 1.137, .195);

  private static final FrankaParameters FR3 =
      new FrankaParameters(
          "FR3",
          ArmLimits.between(
                  new double[] {-2.7437, -1.7837, -2.9007, -3.0421, -2.8065, .5445, -3.0159},
                  new double[] {2.7437, 1.7837, 2.9007, -.1518, 2.8065, 4.5169, 3.0159})
              .velocity(2.62, 2.62, 2.62, 2.62, 5.26, 4.18, 5.26)
              .velocityTowardsEnds(
                  new double[] {12, 5.17, 7, 8, 34, 11, 34},
                  new double[] {.30, .20, .20, .30, .35, .35, .35})
              .acceleration(all(10))
              .jerk(all(5000))
              .torque(TORQUE)
              .torqueRate(TORQUE_RATE)
              .reach(SHOULDER, REACH)
              .build(),
          List.of(
              new SpeedLimit(2.62, .30, 12, -2.7501, 2.7501),
              new SpeedLimit(2.62, .20, 5.17, -1.7918, 1.7918),
              new SpeedLimit(2.62, .20, 7, -2.9065, 2.9065),
              new SpeedLimit(2.62, .30, 8, -3.0481, -.1458),
              new SpeedLimit(5.26, .35, 34, -2.8101, 2.8101),
              new SpeedLimit(4.18, .35, 11, .54092, 4.5205),
              new SpeedLimit(5.26, .35, 34, -3.0196, 3.0196)),
          LINKS,
          USUAL);

  private static final FrankaParameters FER =
      fer(
          ArmLimits.between(
                  new double[] {-2.8973, -1.7628, -2.8973, -3.0718, -2.8973, -.0175, -2.8973},
                  new double[] {2.8973, 1.7628, 2.8973, -.0698, 2.8973, 3.7525, 2.8973})
              .velocity(2.175, 2.175, 2.175, 2.175, 2.61, 2.61, 2.61)
              .acceleration(15, 7.5, 10, 12.5, 15, 20, 20)
              .jerk(7500, 3750, 5000, 6250, 7500, 10_000, 10_000)
              .torque(TORQUE)
              .torqueRate(TORQUE_RATE)
              .reach(SHOULDER, REACH)
              .build());

  private final String model;
  private final ArmLimits limits;
  private final List<SpeedLimit> speeds;
  private final List<Link> links;
  private final Friction friction;

  /// What holds a joint back; the same for each.
  ///
  /// @param damping N m for each rad/s
  /// @param dry N m, whichever way it turns, and at most so much while it stands
  /// @param armature the rotor's inertia as the joint feels it, kg m²
  record Friction(double damping, double dry, double armature) {}

  private FrankaParameters(
      String model,
      ArmLimits limits,
      List<SpeedLimit> speeds,
      List<Link> links,
      Friction friction) {
    this.model = model;
    this.limits = limits;
    this.speeds = speeds;
    this.links = links;
    this.friction = friction;
  }

  /// Returns those of a Franka Research 3.
  public static FrankaParameters fr3() {
    return FR3;
  }

  /// Returns those of a Franka Emika Robot, the Panda.
  public static FrankaParameters fer() {
    return FER;
  }

  private static FrankaParameters fer(ArmLimits limits) {
    List<SpeedLimit> speeds =
        IntStream.range(0, limits.joints())
            .mapToObj(joint -> SpeedLimit.everywhere(limits.velocity(joint)))
            .toList();
    return new FrankaParameters("FER", limits, speeds, LINKS, USUAL);
  }

  /// Returns the same with other friction.
  ///
  /// @param damping N m for each rad/s of a joint, 0 or more
  /// @param dry N m against each joint's turning, 0 or more
  public FrankaParameters withFriction(double damping, double dry) {
    return with(
        new Friction(
            notNegative("damping", damping), notNegative("dry friction", dry), armature()));
  }

  /// Returns the same with other rotors.
  ///
  /// @param armature what each joint feels of its rotor, kg m², 0 or more
  public FrankaParameters withArmature(double armature) {
    return with(new Friction(damping(), dryFriction(), notNegative("armature", armature)));
  }

  /// Returns the same with a load at the flange, of which the arm knows: it holds the load's weight
  /// as it holds its own.
  ///
  /// @param mass kg, above 0; without extent
  /// @param x where its centre is in the flange's frame, m, as `y` and `z`
  public FrankaParameters withPayload(double mass, double x, double y, double z) {
    if (!(mass > 0 && mass < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "a payload weighs %s kg: expected a finite number above 0".formatted(mass));
    }
    if (!Double.isFinite(x + y + z)) {
      throw new IllegalArgumentException(
          "a payload's centre is (%s, %s, %s): expected finite numbers, in m".formatted(x, y, z));
    }
    Link[] loaded = links.toArray(Link[]::new);
    int last = loaded.length - 1;
    loaded[last] = loaded[last].carrying(mass, new Centre(x, y, z + FLANGE));
    return new FrankaParameters(model, limits, speeds, List.of(loaded), friction);
  }

  /// Returns which model it is: `FR3` or `FER`.
  public String model() {
    return model;
  }

  /// Returns what its joints can bear.
  public ArmLimits limits() {
    return limits;
  }

  /// Returns its seven links, from the base on, what it carries in the last.
  public List<Link> links() {
    return links;
  }

  /// Returns how far the flange is from the last link's frame, along its z, m.
  public double flange() {
    return FLANGE;
  }

  /// Returns the damping of each joint, N m for each rad/s.
  public double damping() {
    return friction.damping;
  }

  /// Returns the dry friction of each joint, N m.
  public double dryFriction() {
    return friction.dry;
  }

  /// Returns the rotor's inertia as each joint feels it, kg m².
  public double armature() {
    return friction.armature;
  }

  /// Returns the largest velocity of a joint that stands there, rad/s, 0 or more.
  public double upperVelocity(int joint, double q) {
    return speeds.get(joint).upper(q);
  }

  /// Returns the smallest velocity of a joint that stands there, rad/s, 0 or less.
  public double lowerVelocity(int joint, double q) {
    return speeds.get(joint).lower(q);
  }

  private FrankaParameters with(Friction other) {
    return new FrankaParameters(model, limits, speeds, links, other);
  }

  private static double notNegative(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s is %s: expected a finite number, 0 or more".formatted(what, value));
    }
    return value;
  }

  private static double[] all(double value) {
    double[] values = new double[7];
    Arrays.fill(values, value);
    return values;
  }
}

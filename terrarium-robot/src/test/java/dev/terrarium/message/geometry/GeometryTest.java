package dev.terrarium.message.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import us.ihmc.euclid.transform.RigidBodyTransform;

/// Geometry keeps its laws, and agrees with Euclid.
class GeometryTest {
  private static final double TINY = 1e-12;

  /// Seeded, so that a failure is found again.
  static Stream<Random> seeds() {
    return Stream.iterate(1, seed -> seed + 1).limit(50).map(Random::new);
  }

  @Test
  void quaternionsAreWxyzAndNormalisedOnConstruction() {
    var quaternion = Quaternion.of(new double[] {2, 0, 0, 0});

    assertThat(quaternion).isEqualTo(new Quaternion(1, 0, 0, 0));
    assertThat(new Quaternion(1, 1, 1, 1).toArray()).containsExactly(0.5, 0.5, 0.5, 0.5);
    assertThat(new Quaternion(3e300, 0, 4e300, 0).y()).isCloseTo(0.8, within(TINY));
  }

  @Test
  void quaternionsGoToXyzwForRosAndBack() {
    var quaternion = Quaternion.about(Vec3.Z, 1);

    double[] xyzw = quaternion.toXyzw();

    assertThat(xyzw[3]).isEqualTo(quaternion.w());
    assertThat(xyzw[2]).isEqualTo(quaternion.z());
    assertThat(Quaternion.ofXyzw(xyzw)).isEqualTo(quaternion);
  }

  @Test
  void multiplyIsTheHamiltonProduct() {
    var i = new Quaternion(0, 1, 0, 0);
    var j = new Quaternion(0, 0, 1, 0);
    var k = new Quaternion(0, 0, 0, 1);

    close(i.multiply(j), k);
    close(j.multiply(k), i);
    close(k.multiply(i), j);
    close(j.multiply(i), new Quaternion(0, 0, 0, -1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void productsRotateByTheSecondThenByTheFirstAsEuclidSays(Random random) {
    var a = quaternion(random);
    var b = quaternion(random);
    var vector = vector(random);

    var product = a.multiply(b);

    close(product.rotate(vector), a.rotate(b.rotate(vector)));
    var euclid = new us.ihmc.euclid.tuple4D.Quaternion(a.toEuclid());
    euclid.multiply(b.toEuclid());
    assertThat(euclid.epsilonEquals(product.toEuclid(), TINY)).isTrue();
    close(a.inverse().rotate(a.rotate(vector)), vector);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void slerpGoesFromZeroToOneAtConstantSpeed(Random random) {
    var from = quaternion(random);
    var to = quaternion(random);

    double whole = angle(from, to);

    close(from.slerp(to, 0), from);
    assertThat(angle(from.slerp(to, 1), to)).isCloseTo(0, within(1e-7));
    assertThat(angle(from, from.slerp(to, 0.25))).isCloseTo(whole / 4, within(1e-7));
    assertThat(angle(from.slerp(to, 0.25), to)).isCloseTo(whole * 3 / 4, within(1e-7));
  }

  @Test
  void slerpRefusesWhatIsNotWithinZeroAndOne() {
    for (double t : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Quaternion.IDENTITY.slerp(Quaternion.IDENTITY, t))
          .withMessage("slerp goes from 0 to 1, not to " + t);
    }
  }

  @Test
  void transformsAreRowMajorAndRightHanded() {
    var quarter = Transform.of(Quaternion.about(Vec3.Z, Math.PI / 2), new Vec3(1, 2, 3));

    double[] rows = quarter.toArray();

    assertThat(rows)
        .containsExactly(
            new double[] {0, -1, 0, 1, 1, 0, 0, 2, 0, 0, 1, 3, 0, 0, 0, 1}, within(TINY));
    close(quarter.apply(Vec3.X), new Vec3(1, 3, 3));
    close(Vec3.X.cross(Vec3.Y), Vec3.Z);
    close(quarter.turn(Vec3.X).cross(quarter.turn(Vec3.Y)), quarter.turn(Vec3.Z));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void composeIsTheMatrixProductInTheOrderOfReading(Random random) {
    var a = transform(random);
    var b = transform(random);
    var point = vector(random);

    var composed = a.compose(b);

    close(composed.apply(point), a.apply(b.apply(point)));
    var euclid = new RigidBodyTransform(a.toEuclid());
    euclid.multiply(b.toEuclid());
    assertThat(euclid.epsilonEquals(composed.toEuclid(), TINY)).isTrue();
    close(a.inverse().apply(a.apply(point)), point);
  }

  @Test
  void fromOriginTranslatesInTheRotatedFrameUnlikeUrdf() {
    var xyz = new Vec3(1, 0, 0);
    var rpy = new Vec3(0, 0, Math.PI / 2);

    close(Transform.fromOrigin(xyz, rpy).translation(), new Vec3(0, 1, 0));
    close(Transform.fromUrdf(xyz, rpy).translation(), new Vec3(1, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fromOriginIsRollThenPitchThenYawThenTranslation(Random random) {
    var xyz = vector(random);
    var rpy = vector(random);
    var roll = Transform.rotation(Quaternion.about(Vec3.X, rpy.x()));
    var pitch = Transform.rotation(Quaternion.about(Vec3.Y, rpy.y()));
    var yaw = Transform.rotation(Quaternion.about(Vec3.Z, rpy.z()));
    var move = Transform.translation(xyz);

    close(Transform.fromOrigin(xyz, rpy), roll.compose(pitch).compose(yaw).compose(move));
    close(Transform.fromUrdf(xyz, rpy), move.compose(yaw).compose(pitch).compose(roll));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void toEuclidAndBackIsEqual(Random random) {
    var vector = vector(random);
    var quaternion = quaternion(random);
    var transform = transform(random);

    assertThat(Vec3.of(vector.toEuclid())).isEqualTo(vector);
    assertThat(Quaternion.of(quaternion.toEuclid())).isEqualTo(quaternion);
    assertThat(Transform.of(transform.toEuclid())).isEqualTo(transform);
    assertThat(Quaternion.of(quaternion.toArray())).isEqualTo(quaternion);
    assertThat(Transform.of(transform.toArray())).isEqualTo(transform);
    assertThat(Vec3.of(vector.toArray())).isEqualTo(vector);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theRotationOfATransformIsThatItWasMadeOf(Random random) {
    var rotation = quaternion(random);

    var read = Transform.rotation(rotation).rotation();

    assertThat(read.w()).isGreaterThanOrEqualTo(0);
    assertThat(angle(read, rotation)).isCloseTo(0, within(1e-7));
  }

  @Test
  void refusesWhatIsNotFiniteOrNoOrientationOrNoRigidMotion() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Vec3(0, Double.NaN, 0))
        .withMessage("A vector is three finite numbers, not (0.0, NaN, 0.0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Quaternion(0, 0, 0, 0))
        .withMessageContaining("not all zero");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Quaternion(1, Double.NaN, 0, 0))
        .withMessageContaining("four finite numbers, w x y z");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vec3.of(new double[2]))
        .withMessage("A vector has 3 numbers, x y z, not 2");
    double[] columns = Transform.translation(Vec3.X).toArray();
    columns[3] = 0;
    columns[12] = 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transform.of(columns))
        .withMessageContaining("They are expected row by row");
    double[] mirrored = Transform.IDENTITY.toArray();
    mirrored[10] = -1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Transform.of(mirrored))
        .withMessageContaining("scales, shears or mirrors");
  }

  private static Vec3 vector(Random random) {
    return new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
  }

  private static Quaternion quaternion(Random random) {
    return new Quaternion(
        random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
  }

  private static Transform transform(Random random) {
    return Transform.of(quaternion(random), vector(random));
  }

  /// The angle of the rotation between two orientations.
  private static double angle(Quaternion a, Quaternion b) {
    var between = a.inverse().multiply(b);
    double sine = new Vec3(between.x(), between.y(), between.z()).norm();
    return 2 * Math.atan2(sine, Math.abs(between.w()));
  }

  private static void close(Vec3 actual, Vec3 expected) {
    assertThat(actual.minus(expected).norm()).as(actual + " and " + expected).isLessThan(TINY);
  }

  private static void close(Quaternion actual, Quaternion expected) {
    assertThat(actual.toArray()).containsExactly(expected.toArray(), within(TINY));
  }

  private static void close(Transform actual, Transform expected) {
    assertThat(actual.toArray()).containsExactly(expected.toArray(), within(TINY));
  }
}

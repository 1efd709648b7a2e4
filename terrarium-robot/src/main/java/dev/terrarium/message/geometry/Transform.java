package dev.terrarium.message.geometry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import us.ihmc.euclid.matrix.RotationMatrix;
import us.ihmc.euclid.transform.RigidBodyTransform;
import us.ihmc.euclid.transform.interfaces.RigidBodyTransformReadOnly;

/// A rigid motion as a 4 × 4 matrix, row by row, right-handed.
///
/// The upper left 3 × 3 is a rotation, the last column a translation in metres, the last row `0 0 0
/// 1`.
public final class Transform {
  /// No motion.
  public static final Transform IDENTITY = of(Quaternion.IDENTITY, Vec3.ZERO);

  /// How far a given rotation may be from an exact one: what single precision leaves.
  private static final double TOLERANCE = 1e-5;

  private final double[] rows;

  /// @param rows its own array of 16 numbers, never changed again
  private Transform(double[] rows) {
    this.rows = rows;
  }

  /// Makes a transform of 16 numbers, row by row.
  ///
  /// @throws IllegalArgumentException if they are not 16, not finite, or not a rigid motion
  public static Transform of(double[] rows) {
    if (rows.length != 16) {
      throw new IllegalArgumentException(
          "A transform has 16 numbers, 4 rows of 4, not " + rows.length);
    }
    for (int i = 0; i < 16; i++) {
      if (!Double.isFinite(rows[i])) {
        throw new IllegalArgumentException(
            "A transform's numbers are finite; row "
                + i / 4
                + ", column "
                + i % 4
                + " is "
                + rows[i]);
      }
    }
    var transform = new Transform(rows.clone());
    transform.requireRigid();
    return transform;
  }

  /// Makes the motion that rotates, then translates.
  public static Transform of(Quaternion rotation, Vec3 translation) {
    double w = rotation.w();
    double x = rotation.x();
    double y = rotation.y();
    double z = rotation.z();
    return new Transform(
        new double[] {
          1 - 2 * (y * y + z * z),
          2 * (x * y - w * z),
          2 * (x * z + w * y),
          translation.x(),
          2 * (x * y + w * z),
          1 - 2 * (x * x + z * z),
          2 * (y * z - w * x),
          translation.y(),
          2 * (x * z - w * y),
          2 * (y * z + w * x),
          1 - 2 * (x * x + y * y),
          translation.z(),
          0,
          0,
          0,
          1
        });
  }

  public static Transform translation(Vec3 translation) {
    return of(Quaternion.IDENTITY, translation);
  }

  public static Transform rotation(Quaternion rotation) {
    return of(rotation, Vec3.ZERO);
  }

  /// Makes `Rx(roll) · Ry(pitch) · Rz(yaw) · T(xyz)`, the convention of Beam Bots' origins.
  ///
  /// **This is not URDF's**: the translation is along the axes of the *rotated* frame, and the
  /// rotations are in the opposite order. For the origin of a URDF joint take [#fromUrdf].
  ///
  /// @param xyz metres, along the rotated axes
  /// @param rpy roll, pitch and yaw in radians
  public static Transform fromOrigin(Vec3 xyz, Vec3 rpy) {
    return rotation(
            Quaternion.about(Vec3.X, rpy.x())
                .multiply(Quaternion.about(Vec3.Y, rpy.y()))
                .multiply(Quaternion.about(Vec3.Z, rpy.z())))
        .compose(translation(xyz));
  }

  /// Makes `T(xyz) · Rz(yaw) · Ry(pitch) · Rx(roll)`, as the `origin` of URDF says.
  ///
  /// @param xyz metres, along the axes of the parent
  /// @param rpy roll, pitch and yaw in radians
  public static Transform fromUrdf(Vec3 xyz, Vec3 rpy) {
    return of(
        Quaternion.about(Vec3.Z, rpy.z())
            .multiply(Quaternion.about(Vec3.Y, rpy.y()))
            .multiply(Quaternion.about(Vec3.X, rpy.x())),
        xyz);
  }

  /// Makes a transform of one of Euclid's.
  public static Transform of(RigidBodyTransformReadOnly euclid) {
    var rows = new double[16];
    new RigidBodyTransform(euclid).get(rows);
    return of(rows);
  }

  /// Returns the matrix product `this · next`.
  ///
  /// Along a chain of frames that is the order of reading: the pose of a first link, then that of
  /// the next one within it.
  public Transform compose(Transform next) {
    var product = new double[16];
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
          sum += at(row, i) * next.at(i, column);
        }
        product[4 * row + column] = sum;
      }
    }
    return new Transform(product);
  }

  /// Returns the motion back.
  public Transform inverse() {
    var rows = new double[16];
    for (int row = 0; row < 3; row++) {
      double moved = 0;
      for (int column = 0; column < 3; column++) {
        rows[4 * row + column] = at(column, row);
        moved -= at(column, row) * at(column, 3);
      }
      rows[4 * row + 3] = moved;
    }
    rows[15] = 1;
    return new Transform(rows);
  }

  /// Returns a point, moved.
  public Vec3 apply(Vec3 point) {
    return turn(point).plus(translation());
  }

  /// Returns a direction, rotated and not moved.
  public Vec3 turn(Vec3 direction) {
    return new Vec3(
        at(0, 0) * direction.x() + at(0, 1) * direction.y() + at(0, 2) * direction.z(),
        at(1, 0) * direction.x() + at(1, 1) * direction.y() + at(1, 2) * direction.z(),
        at(2, 0) * direction.x() + at(2, 1) * direction.y() + at(2, 2) * direction.z());
  }

  /// Returns one number of the matrix.
  ///
  /// @param row 0 to 3
  /// @param column 0 to 3
  public double at(int row, int column) {
    return rows[4 * row + column];
  }

  /// Returns the translation in metres.
  public Vec3 translation() {
    return new Vec3(rows[3], rows[7], rows[11]);
  }

  /// Returns the rotation, with `w` at least 0.
  public Quaternion rotation() {
    var rotation =
        Quaternion.of(
            new us.ihmc.euclid.tuple4D.Quaternion(
                new RotationMatrix(
                    rows[0], rows[1], rows[2], rows[4], rows[5], rows[6], rows[8], rows[9],
                    rows[10])));
    return rotation.w() < 0
        ? new Quaternion(-rotation.w(), -rotation.x(), -rotation.y(), -rotation.z())
        : rotation;
  }

  /// Returns its 16 numbers, row by row.
  public double[] toArray() {
    return rows.clone();
  }

  /// Returns it as one of Euclid's, which is mutable and the caller's own.
  public RigidBodyTransform toEuclid() {
    var transform = new RigidBodyTransform();
    transform.setUnsafe(
        rows[0], rows[1], rows[2], rows[3], rows[4], rows[5], rows[6], rows[7], rows[8], rows[9],
        rows[10], rows[11]);
    return transform;
  }

  private void requireRigid() {
    if (rows[12] != 0 || rows[13] != 0 || rows[14] != 0 || rows[15] != 1) {
      throw new IllegalArgumentException(
          "A transform's last row is 0 0 0 1, not "
              + Arrays.toString(Arrays.copyOfRange(rows, 12, 16))
              + "; are the 16 numbers column by column? They are expected row by row");
    }
    var x = new Vec3(rows[0], rows[4], rows[8]);
    var y = new Vec3(rows[1], rows[5], rows[9]);
    var z = new Vec3(rows[2], rows[6], rows[10]);
    double off = Math.abs(x.dot(x) - 1) + Math.abs(y.dot(y) - 1) + x.cross(y).minus(z).norm();
    if (!(Math.abs(x.dot(y)) + off < TOLERANCE)) {
      throw new IllegalArgumentException(
          "A transform's upper left 3 × 3 is a right-handed rotation: columns of length 1, square to"
              + " each other; this one scales, shears or mirrors: "
              + Arrays.toString(rows));
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Transform that && Arrays.equals(rows, that.rows);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(rows);
  }

  @Override
  public String toString() {
    return "Transform" + Arrays.toString(rows);
  }
}

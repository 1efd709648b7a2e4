package dev.terrarium.control.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrarium.control.robot.ArmState;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import us.ihmc.euclid.transform.RigidBodyTransform;

/// The dynamics beside published figures, beside Mecano, and beside the laws of mechanics.
class ChainTest {
  private static final double[] ZERO = new double[7];

  private final FrankaParameters parameters = FrankaParameters.fr3();
  private final Chain chain = new Chain(parameters.links(), parameters.flange());
  private final ArmState state = new ArmState(7);
  private final Random random = new Random(4);

  @Test
  void hasThePublishedMassAndGravityWhereItIsReady() {
    ready();

    chain.evaluate(state);

    assertThat(IntStream.range(0, 7).mapToDouble(joint -> state.mass[8 * joint]).toArray())
        .containsExactly(
            new double[] {.4612, 1.4450, .8789, .7887, .0279, .0326, .0049}, within(.00005));
    assertThat(state.gravity)
        .containsExactly(
            new double[] {0, -1.7714, -.6440, 18.5736, .6338, 1.6937, 0}, within(.00005));
  }

  @Test
  void putsTheLastJointWhereTheManufacturerDoes() {
    ready();

    chain.evaluate(state);

    double[] joint = {
      state.ee[3] - .107 * state.ee[2],
      state.ee[7] - .107 * state.ee[6],
      state.ee[11] - .107 * state.ee[10]
    };
    assertThat(joint).containsExactly(new double[] {.306891, 0, .697282}, within(5e-7));
  }

  @Test
  void agreesWithMecanoWhereverItIsAndHoweverItMoves() {
    var mecano = new Mecano(parameters);

    for (int round = 0; round < 500; round++) {
      scatter();
      chain.evaluate(state);

      mecano.set(state.q, state.dq, ZERO);
      assertThat(state.mass).containsExactly(mecano.mass(), within(1e-12));
      assertThat(state.coriolis).containsExactly(mecano.torques(0), within(1e-11));
      mecano.set(state.q, ZERO, ZERO);
      assertThat(state.gravity).containsExactly(mecano.torques(9.81), within(1e-12));
    }
  }

  @Test
  void putsTheFlangeWhereMecanoDoes() {
    var mecano = new Mecano(parameters);

    for (int round = 0; round < 500; round++) {
      scatter();
      chain.evaluate(state);

      mecano.set(state.q, state.dq, ZERO);
      var pose = new RigidBodyTransform();
      pose.set(state.ee);
      assertThat(pose.epsilonEquals(mecano.pose(), 1e-13)).as("%s", pose).isTrue();
      assertThat(state.jacobian).containsExactly(linearFirst(mecano.jacobian()), within(1e-13));
    }
  }

  @Test
  void carriesALoadAsMecanoDoesABody() {
    var loaded = parameters.withPayload(1.5, .02, -.03, .08);
    var heavy = new Chain(loaded.links(), loaded.flange());
    var mecano = new Mecano(loaded);
    scatter();
    mecano.set(state.q, ZERO, ZERO);
    chain.evaluate(state);
    double[] empty = state.gravity.clone();

    heavy.evaluate(state);

    assertThat(state.gravity).containsExactly(mecano.torques(9.81), within(1e-12));
    double[] weight = new double[7];
    double[] arm = {.02, -.03, .08};
    for (int joint = 0; joint < 7; joint++) {
      double up = state.jacobian[14 + joint];
      double x = 0;
      double y = 0;
      for (int part = 0; part < 3; part++) {
        x += state.ee[part] * arm[part];
        y += state.ee[4 + part] * arm[part];
      }
      up += state.jacobian[21 + joint] * y - state.jacobian[28 + joint] * x;
      weight[joint] = empty[joint] + 1.5 * 9.81 * up;
    }
    assertThat(state.gravity).containsExactly(weight, within(1e-12));
  }

  @Test
  void hasAMassMatrixThatIsSymmetricAndPositive() {
    var cholesky = new Cholesky(7);
    double[] inverse = new double[49];

    for (int round = 0; round < 1000; round++) {
      scatter();
      chain.evaluate(state);
      cholesky.factor(state.mass, 0);
      cholesky.invert(inverse);

      assertThat(inverse).doesNotContain(Double.NaN);
      for (int joint = 0; joint < 7; joint++) {
        assertThat(inverse[8 * joint]).isPositive();
        for (int other = 0; other < 7; other++) {
          assertThat(state.mass[7 * joint + other]).isEqualTo(state.mass[7 * other + joint]);
        }
      }
    }
  }

  @Test
  void movesAsTheTorquesOfAMotionSay() {
    var mecano = new Mecano(parameters);
    var cholesky = new Cholesky(7);

    for (int round = 0; round < 500; round++) {
      scatter();
      double[] wanted = random.doubles(7, -20, 20).toArray();
      mecano.set(state.q, state.dq, wanted);
      double[] torques = mecano.torques(9.81);
      chain.evaluate(state);
      double[] ddq = new double[7];
      Arrays.setAll(ddq, it -> torques[it] - state.coriolis[it] - state.gravity[it]);
      cholesky.factor(state.mass, 0);
      cholesky.solve(ddq, 0);

      assertThat(ddq).containsExactly(wanted, within(1e-9));
    }
  }

  @Test
  void keepsItsEnergyWhereNothingPushes() {
    scatter();
    double before = kineticEnergy();

    for (int step = 0; step < 2000; step++) {
      rungeKutta(5e-4);
    }

    assertThat(kineticEnergy() / before).isEqualTo(1, within(1e-8));
  }

  private void ready() {
    double turn = Math.PI / 4;
    System.arraycopy(new double[] {0, -turn, 0, -3 * turn, 0, 2 * turn, turn}, 0, state.q, 0, 7);
  }

  private void scatter() {
    for (int joint = 0; joint < 7; joint++) {
      state.q[joint] =
          random.nextDouble(parameters.limits().lower(joint), parameters.limits().upper(joint));
      state.dq[joint] = random.nextDouble(-2, 2);
    }
  }

  private double kineticEnergy() {
    chain.evaluate(state);
    double twice = 0;
    for (int index = 0; index < 49; index++) {
      twice += state.dq[index / 7] * state.mass[index] * state.dq[index % 7];
    }
    return twice / 2;
  }

  /// The classical method of fourth order, by which the energy of the equations themselves is seen.
  private void rungeKutta(double seconds) {
    double[] q = state.q.clone();
    double[] dq = state.dq.clone();
    double[] moved = new double[7];
    double[] sped = new double[7];
    double[] speed = dq;
    double[] weights = {1, 2, 2, 1};
    double[] ahead = {.5, .5, 1, 0};
    for (int stage = 0; stage < 4; stage++) {
      double[] acceleration = acceleration();
      for (int joint = 0; joint < 7; joint++) {
        moved[joint] += weights[stage] / 6 * speed[joint];
        sped[joint] += weights[stage] / 6 * acceleration[joint];
        state.q[joint] = q[joint] + ahead[stage] * seconds * speed[joint];
        state.dq[joint] = dq[joint] + ahead[stage] * seconds * acceleration[joint];
      }
      speed = state.dq.clone();
    }
    for (int joint = 0; joint < 7; joint++) {
      state.q[joint] = q[joint] + seconds * moved[joint];
      state.dq[joint] = dq[joint] + seconds * sped[joint];
    }
  }

  private double[] acceleration() {
    chain.evaluate(state);
    var cholesky = new Cholesky(7);
    double[] ddq = new double[7];
    Arrays.setAll(ddq, joint -> -state.coriolis[joint]);
    cholesky.factor(state.mass, 0);
    cholesky.solve(ddq, 0);
    return ddq;
  }

  private static double[] linearFirst(double[] angularFirst) {
    double[] turned = new double[42];
    System.arraycopy(angularFirst, 21, turned, 0, 21);
    System.arraycopy(angularFirst, 0, turned, 21, 21);
    return turned;
  }
}

package dev.muster.loop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/** The role's token under the interleavings that a model checker finds; {@link LoopHammerTest} is its stress. */
class RoleLincheckTest {
    @Test
    void no_interleaving_makes_two_holders_or_loses_an_event() {
        modelChecking(200).iterations(5).check(Bounded.class);
    }

    @Test
    void a_holder_that_takes_more_than_was_promised_is_found_out() {
        ModelCheckingOptions options = modelChecking(2000).iterations(100).minimizeFailedScenario(false);
        assertThatThrownBy(() -> options.check(Greedy.class)).isInstanceOf(AssertionError.class);
    }

    private static ModelCheckingOptions modelChecking(int invocations) {
        return new ModelCheckingOptions()
                .invocationsPerIteration(invocations)
                .threads(3)
                .actorsPerThread(2)
                .actorsBefore(1)
                .actorsAfter(1)
                .verifier(EpsilonVerifier.class);
    }

    /** The role as it is used: what a caller, a task thread and a thread that lies down do. */
    public static class Bounded {
        private final Role role = new Role(false);
        private final Lying first = new Lying();
        private final Lying second = new Lying();
        private int offered;
        private int applied;
        private int holders;
        private boolean two;

        public Bounded() {
            role.heirState(Role.TICKING);
        }

        /** A caller: offers, and gives the token away. */
        @Operation
        public void submit() {
            if (offer()) {
                role.pass();
            }
        }

        /** A task thread out of its batch: reports, drains one event at a time, and passes on. */
        @Operation
        public void report() {
            if ((offer() || role.takePosted()) && hold(1)) {
                role.pass();
            }
        }

        /** A task thread that has nothing to do: lies down, gets up, and holds the role if it was chosen. */
        @Operation(nonParallelGroup = "first")
        public void first() {
            lie(first);
        }

        @Operation(nonParallelGroup = "second")
        public void second() {
            lie(second);
        }

        private void lie(Lying thread) {
            role.idle.add(thread.index);
            if (role.takePosted()) {
                hold(Integer.MAX_VALUE);
            }
            if (!role.idle.remove(thread.index)) {
                hold(Integer.MAX_VALUE);
            }
        }

        private boolean offer() {
            count();
            return role.offer(new LoopEvent() {
                @Override
                protected void run(long now) {
                    applied++;
                }
            });
        }

        private synchronized void count() {
            offered++;
        }

        private boolean hold(int most) {
            for (int round = 0; round < most; round++) {
                holders++;
                two |= holders != 1;
                long taken = takeOut();
                two |= holders != 1;
                holders--;
                if (role.settle(taken)) {
                    return false;
                }
            }
            return true;
        }

        long takeOut() {
            long promised = role.promised();
            for (long i = 0; i < promised; i++) {
                role.take().run(0);
            }
            return promised;
        }

        Role role() {
            return role;
        }

        /** At the end the heir takes what was posted; then nothing may be left. */
        @Validate
        public void nothing_is_lost_and_nobody_met_another_holder() {
            if (role.takePosted()) {
                hold(Integer.MAX_VALUE);
            }
            if (two || applied != offered || role.promised() != 0) {
                throw new IllegalStateException(
                        (two ? "two held the role" : "applied " + applied + " of " + offered) + "; " + role);
            }
        }

        private final class Lying {
            final int index = role.idle.enlist(new Waiting() {
                @Override
                public void await(long nanos) {}

                @Override
                public void wake() {}
            });
        }
    }

    /** The mistake: the holder polls as long as there is something, promised or not. */
    public static class Greedy extends Bounded {
        @Override
        long takeOut() {
            long taken = 0;
            while (role().waiting() > 0) {
                role().take().run(0);
                taken++;
            }
            return taken;
        }
    }
}

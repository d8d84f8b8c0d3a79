package dev.muster.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that behave as task threads do: they take turns in the role, and run what they are given outside it. */
final class Crew implements AutoCloseable {
    private final Loop loop;
    private final List<Member> members = new ArrayList<>();
    final AtomicLong ran = new AtomicLong();

    Crew(Loop loop, int size) {
        this.loop = loop;
        for (int i = 0; i < size; i++) {
            Member member = new Member(i);
            members.add(member);
            member.start();
        }
    }

    /** Gives a member something to run. Under the loop. */
    void give(int member, Runnable userCode) {
        Member to = members.get(member);
        to.work.add(userCode);
        java.lang.invoke.VarHandle.fullFence();
        if (to.drainer.lies()) {
            to.drainer.wake();
        }
    }

    int size() {
        return members.size();
    }

    boolean allIdle() {
        return members.stream().allMatch(member -> member.drainer.lies());
    }

    String story() {
        StringBuilder text = new StringBuilder(loop.toString());
        for (Member member : members) {
            text.append("\n  ")
                    .append(member.getName())
                    .append(' ')
                    .append(member.getState())
                    .append(", to run ")
                    .append(member.work.size())
                    .append(", lies ")
                    .append(member.drainer.lies());
        }
        return text.toString();
    }

    @Override
    public void close() {
        for (Member member : members) {
            member.ended = true;
            member.drainer.wake();
        }
        for (Member member : members) {
            try {
                member.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final class Member extends Thread {
        final ConcurrentLinkedQueue<Runnable> work = new ConcurrentLinkedQueue<>();
        final Drainer drainer;
        volatile boolean ended;

        Member(int number) {
            super(loop.name() + "-crew-" + number);
            setDaemon(true);
            drainer = loop.enlist(this);
        }

        @Override
        public void run() {
            while (!ended) {
                Runnable next = work.poll();
                if (next == null) {
                    drainer.await(() -> !work.isEmpty() || ended, Long.MAX_VALUE);
                } else {
                    next.run();
                    ran.incrementAndGet();
                    drainer.offer(new LoopEvent() {
                        @Override
                        protected void run(long now) {}
                    });
                    drainer.serve(() -> !work.isEmpty());
                }
            }
            drainer.dismiss();
        }
    }
}

package dev.muster.graph;

/** draft */
final class DepthFirstOrder {

    static boolean EAGER = true, TRIPS = true, LIFO = true;
    static int MOST_TRIP_TASKS = 8, MOST_TRIP_INPUTS = 32;

    private final Edges inputs;      // distinct, in input sequence
    private final Edges dependants;  // in dependant sequence
    private final Measures measures;
    private final int[] sequence;
    private int emitted;
    private final boolean[] done;
    private final int[] missing;
    private final int[] waiting;     // unfinished dependants
    private final int[] waitingXor;
    private final int[] sole;        // inputs of which the task is the only unfinished dependant
    private final int[] nextInput;
    private final int[] nextDependant;
    private int nextTarget;
    private final IntStack path = new IntStack();
    private final IntStack eager = new IntStack();
    private final IntStack recent = new IntStack();
    private final SideTrip trip;

    static int[] of(TaskGraph graph) {
        Edges distinct = graph.dependants().reversed();
        Measures measures = new Measures(graph, distinct);
        return new DepthFirstOrder(graph, distinct, measures).run();
    }

    private DepthFirstOrder(TaskGraph graph, Edges distinct, Measures measures) {
        this.measures = measures;
        this.inputs = graph.dependants().reversed(measures.inputSequence());
        this.dependants = distinct.reversed(measures.dependantSequence());
        int n = graph.size();
        sequence = new int[n];
        done = new boolean[n];
        missing = new int[n];
        waiting = new int[n];
        waitingXor = new int[n];
        sole = new int[n];
        nextInput = new int[n];
        nextDependant = new int[n];
        for (int v = 0; v < n; v++) {
            missing[v] = inputs.count(v);
            waiting[v] = dependants.count(v);
            nextInput[v] = inputs.start(v);
            nextDependant[v] = dependants.start(v);
            for (int s = dependants.start(v); s < dependants.end(v); s++) waitingXor[v] ^= dependants.target(s);
            if (waiting[v] == 1) sole[waitingXor[v]]++;
        }
        trip = new SideTrip();
    }

    private int[] run() {
        while (emitted < sequence.length) {
            if (!eager.isEmpty()) {
                int u = eager.pop();
                if (!done[u]) {
                    if (missing[u] == 0) emit(u); else if (trip.pays(u)) path.push(u);
                }
            } else if (!path.isEmpty()) {
                int u = path.peek();
                if (done[u]) path.pop();
                else if (missing[u] == 0) { path.pop(); emit(u); }
                else {
                    int s = nextInput[u];
                    while (done[inputs.target(s)]) s++;
                    nextInput[u] = s;
                    path.push(inputs.target(s));
                }
            } else path.push(target());
        }
        return sequence;
    }

    private int target() {
        while (LIFO && !recent.isEmpty()) {
            int t = recent.peek();
            if (waiting[t] == 0) { recent.pop(); continue; }
            int s = nextDependant[t];
            while (done[dependants.target(s)]) s++;
            nextDependant[t] = s;
            return dependants.target(s);
        }
        while (done[measures.targets[nextTarget]]) nextTarget++;
        return measures.targets[nextTarget];
    }

    private void emit(int t) {
        sequence[emitted++] = t;
        done[t] = true;
        if (waiting[t] > 0) recent.push(t);
        for (int s = dependants.end(t) - 1; s >= dependants.start(t); s--) {
            int d = dependants.target(s);
            missing[d]--;
            if (EAGER && missing[d] == 0 && sole[d] > 0) eager.push(d);
        }
        for (int s = inputs.start(t); s < inputs.end(t); s++) {
            int x = inputs.target(s);
            waitingXor[x] ^= t;
            if (--waiting[x] == 1) {
                int u = waitingXor[x];
                sole[u]++;
                if (EAGER && missing[u] == 0) eager.push(u);
                else if (TRIPS && missing[u] > 0 && missing[u] <= MOST_TRIP_TASKS) eager.push(u);
            }
        }
    }

    final class SideTrip {
        final int[] set = new int[MOST_TRIP_TASKS + 2];
        final int[] touched = new int[MOST_TRIP_INPUTS + 2];
        final int[] uses = new int[sequence.length];
        final boolean[] member = new boolean[sequence.length];
        int members, touches;

        boolean pays(int u) {
            members = 0; touches = 0;
            set[members++] = u; member[u] = true;
            boolean within = expand();
            int net = 0;
            if (within) {
                for (int i = 0; i < touches; i++) {
                    int x = touched[i];
                    if (!member[x] && waiting[x] == uses[x]) net--;
                }
                for (int i = 0; i < members; i++) if (waiting[set[i]] > uses[set[i]]  || i == 0) net++;
            }
            for (int i = 0; i < members; i++) member[set[i]] = false;
            for (int i = 0; i < touches; i++) uses[touched[i]] = 0;
            return within && net <= 0;
        }

        private boolean expand() {
            for (int i = 0; i < members; i++) {
                int v = set[i];
                if (inputs.count(v) > MOST_TRIP_INPUTS) return false;
                for (int s = inputs.start(v); s < inputs.end(v); s++) {
                    int x = inputs.target(s);
                    if (uses[x]++ == 0) {
                        if (touches == MOST_TRIP_INPUTS) { uses[x]--; return false; }
                        touched[touches++] = x;
                    }
                    if (!done[x] && !member[x]) {
                        if (members > MOST_TRIP_TASKS) return false;
                        set[members++] = x; member[x] = true;
                    }
                }
            }
            return true;
        }
    }
}

package dev.muster.launch;

/** Whether the system killed a process for lack of memory. */
public enum OutOfMemory {
    /** Nothing says so. */
    NO,
    /** It was killed, and the system counted a kill for lack of memory in its lifetime. */
    LIKELY,
    /** The system's log names it. */
    CERTAIN
}

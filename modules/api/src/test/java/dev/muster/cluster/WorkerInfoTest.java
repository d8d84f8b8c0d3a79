package dev.muster.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkerInfoTest {

    @Test
    void the_maps_are_copies() {
        Map<String, Double> resources = new HashMap<>(Map.of("gpu", 2.0));
        Map<String, String> tags = new HashMap<>(Map.of("zone", "a"));
        WorkerInfo worker = new WorkerInfo("w0", "thread:w0", 4, 0, resources, tags);

        resources.clear();
        tags.put("zone", "b");

        assertThat(worker.resources()).containsExactly(Map.entry("gpu", 2.0)).isUnmodifiable();
        assertThat(worker.tags()).containsExactly(Map.entry("zone", "a")).isUnmodifiable();
    }

    @Test
    void what_is_out_of_bounds_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerInfo("", "a", 1, 0, Map.of(), Map.of()))
                .withMessageContaining("id is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerInfo("w0", "a", 0, 0, Map.of(), Map.of()))
                .withMessageContaining("threads=0")
                .withMessageContaining("w0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerInfo("w0", "a", 1, -1, Map.of(), Map.of()))
                .withMessageContaining("memoryBytes=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerInfo("w0", "a", 1, 0, Map.of("gpu", -1.0), Map.of()))
                .withMessageContaining("gpu=-1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkerInfo("w0", "a", 1, 0, Map.of("gpu", Double.NaN), Map.of()))
                .withMessageContaining("gpu=NaN");
    }
}

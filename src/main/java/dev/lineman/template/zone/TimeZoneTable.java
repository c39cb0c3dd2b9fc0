package dev.lineman.template.zone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All time zones of IANA. The build makes the table from the tzdata of its JDK (see {@code
 * src/build/TimeZoneTableWriter.java}), so that what phones get depends on the program and not on the Java of the
 * machine.
 *
 * <p>Read on first use. Immutable and thread-safe.
 */
public final class TimeZoneTable {
    private static final String RESOURCE = "time-zones.txt";
    /** The years in which the rules of the table hold. */
    public static final int FIRST_YEAR = 2026;

    public static final int LAST_YEAR = 2030;

    private static final int MONTHS = 12;
    /** The days of each month whose offsets are compared. */
    private static final List<Integer> SAMPLE_DAYS = List.of(4, 12, 20, 28);

    private final String version;
    private final List<IanaZone> zones;
    private final Map<String, IanaZone> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, String> spelling = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    /** Offsets over a year by id, made when they are compared. */
    private final Map<String, int[]> samples = new ConcurrentHashMap<>();

    private static final class LazyTable {
        private static final TimeZoneTable TABLE = new TimeZoneTable();
    }

    private TimeZoneTable() {
        try (InputStream in = Objects.requireNonNull(TimeZoneTable.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            version = lines.readLine().split("[ ,]", -1)[1];
            List<IanaZone> read = new ArrayList<>();
            lines.lines().forEach(line -> read.add(parse(line)));
            zones = List.copyOf(read);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        for (IanaZone zone : zones) {
            for (String name : zone.names()) {
                byName.put(name, zone);
                spelling.put(name, name);
            }
        }
    }

    /** The table of the program. */
    public static TimeZoneTable get() {
        return LazyTable.TABLE;
    }

    /** Reads a line; the writer describes it. */
    private static IanaZone parse(String line) {
        String[] fields = line.split("\t", -1);
        String[] clock = fields[2].split(" ", -1);
        String[] names = fields[3].split(" ", -1);
        DaylightSaving saving = clock.length == 1
                ? null
                : new DaylightSaving(
                        Integer.parseInt(clock[0]), ClockChange.parse(clock[1]), ClockChange.parse(clock[2]));
        return new IanaZone(
                fields[0],
                Integer.parseInt(fields[1]),
                saving,
                !clock[0].equals("irregular"),
                names[0],
                names[1],
                fields[4].isEmpty() ? List.of() : List.of(fields[4].split(" ", -1)));
    }

    /** The version of tzdata, such as {@code 2025a}. */
    public String version() {
        return version;
    }

    /** All zones, sorted by id. */
    public Collection<IanaZone> zones() {
        return zones;
    }

    /** The ids and the links of all zones, sorted. */
    public Collection<String> names() {
        return Collections.unmodifiableCollection(spelling.values());
    }

    /** The zone with an id or a link, in any case of letters; null if there is none. */
    public @Nullable IanaZone find(String name) {
        return byName.get(name);
    }

    /** An id or a link as IANA spells it; the name itself if there is none. */
    public String spelling(String name) {
        return spelling.getOrDefault(name, name);
    }

    /**
     * The zone whose clock differs least over a year. Of several, one of the same region comes first, then one outside of
     * {@code Etc}.
     *
     * @param possible which zones to choose from
     * @return null if none is possible
     */
    public @Nullable IanaZone nearest(IanaZone wanted, Predicate<IanaZone> possible) {
        String region = region(wanted);
        return zones.stream()
                .filter(possible)
                .min(Comparator.<IanaZone>comparingLong(zone -> difference(wanted, zone))
                        .thenComparing(zone -> !region(zone).equals(region))
                        .thenComparing(zone -> region(zone).equals("Etc"))
                        .thenComparing(IanaZone::id))
                .orElse(null);
    }

    private static String region(IanaZone zone) {
        return zone.id().substring(0, Math.max(0, zone.id().indexOf('/')));
    }

    private long difference(IanaZone a, IanaZone b) {
        int[] first = samples(a);
        int[] second = samples(b);
        long sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += Math.abs(first[i] - second[i]);
        }
        return sum;
    }

    private int[] samples(IanaZone zone) {
        return samples.computeIfAbsent(zone.id(), id -> {
            int[] offsets = new int[MONTHS * SAMPLE_DAYS.size()];
            for (int i = 0; i < offsets.length; i++) {
                int day = SAMPLE_DAYS.get(i % SAMPLE_DAYS.size());
                offsets[i] = zone.offsetAt(LocalDateTime.of(FIRST_YEAR, i / SAMPLE_DAYS.size() + 1, day, 12, 0));
            }
            return offsets;
        });
    }
}

package dev.lineman.zerotouch.tftp;

import dev.lineman.access.IpAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running transfers, within limits: for each source, and in all. Transfers that no packet of the client has confirmed
 * count less: the oldest of them makes room for a new one, since their addresses may be forged. Not thread-safe.
 */
final class TransferTable {
    /** Transfers at the same time. Each has a port, and a window of blocks in memory. */
    static final int MAX_TRANSFERS = 256;

    /** Transfers of one source at the same time. Many phones can be behind one address. */
    static final int MAX_PER_SOURCE = 32;

    /** By client, the oldest first. */
    private final Map<InetSocketAddress, TransferConnection> transfers = new LinkedHashMap<>();

    private final Map<IpAddress, Integer> perSource = new HashMap<>();

    /** Returns the transfer of a client's port; null if there is none. */
    @Nullable
    TransferConnection find(InetSocketAddress client) {
        return transfers.get(client);
    }

    /** Makes room for a transfer of a client. Returns false if there is none. */
    boolean makeRoom(InetSocketAddress client) {
        IpAddress source = source(client);
        boolean full = perSource.getOrDefault(source, 0) >= MAX_PER_SOURCE;
        if (!full && transfers.size() < MAX_TRANSFERS) {
            return true;
        }
        for (TransferConnection transfer : transfers.values()) {
            if (!transfer.isVerified() && (!full || source(transfer.client()).equals(source))) {
                remove(transfer);
                return true;
            }
        }
        return false;
    }

    void add(TransferConnection transfer) {
        transfers.put(transfer.client(), transfer);
        perSource.merge(source(transfer.client()), 1, Integer::sum);
    }

    /** Ends a transfer. */
    void remove(TransferConnection transfer) {
        if (transfers.remove(transfer.client(), transfer)) {
            IpAddress source = source(transfer.client());
            int left = perSource.getOrDefault(source, 1) - 1;
            if (left == 0) {
                perSource.remove(source);
            } else {
                perSource.put(source, left);
            }
        }
        transfer.close();
    }

    /** Ends the transfers that are over, and lets the others check the time. */
    void checkTime(long now) {
        List<TransferConnection> over = new ArrayList<>();
        for (TransferConnection transfer : transfers.values()) {
            transfer.checkTime(now);
            if (transfer.isOver()) {
                over.add(transfer);
            }
        }
        over.forEach(this::remove);
    }

    /** Returns the nanoseconds until a transfer has to check the time; {@code most} if there is none before. */
    long wait(long now, long most) {
        long wait = most;
        for (TransferConnection transfer : transfers.values()) {
            wait = Math.min(wait, transfer.deadline() - now);
        }
        return wait;
    }

    /** Returns the number of transfers. */
    int size() {
        return transfers.size();
    }

    /** Ends all transfers. */
    void close() {
        Collection<TransferConnection> all = List.copyOf(transfers.values());
        all.forEach(this::remove);
    }

    private static IpAddress source(InetSocketAddress client) {
        return IpAddress.of(client.getAddress()).sourceNetwork();
    }
}

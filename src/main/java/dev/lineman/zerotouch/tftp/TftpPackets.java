package dev.lineman.zerotouch.tftp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.net.tftp.TFTPPacket;

/** Packets that the server sends (RFC 1350, section 5; RFC 2347). Stateless. */
final class TftpPackets {
    /** Bytes before the data of a data packet. */
    static final int HEADER = 4;

    private TftpPackets() {}

    /** Returns the type of a packet; -1 if it has none. */
    static int type(ByteBuffer packet) {
        return packet.remaining() < 2 ? -1 : packet.getShort(packet.position()) & 0xffff;
    }

    /** Returns the block number of an acknowledgment; -1 if it has none. */
    static int block(ByteBuffer packet) {
        return packet.remaining() < HEADER ? -1 : packet.getShort(packet.position() + 2) & 0xffff;
    }

    /**
     * Begins a data packet.
     *
     * @param block the number of the block, from 1; only its lowest 16 bits are sent, so it wraps to 0
     * @return a buffer for the data
     */
    static ByteBuffer data(long block, int blockSize) {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + blockSize);
        return packet.putShort((short) TFTPPacket.DATA).putShort((short) block);
    }

    /** Returns the acknowledgment of options. */
    static ByteBuffer optionAcknowledgment(Map<String, String> options) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0);
        packet.write(TFTPPacket.OACK);
        options.forEach((name, value) -> {
            packet.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
            packet.write(0);
            packet.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
            packet.write(0);
        });
        return ByteBuffer.wrap(packet.toByteArray());
    }

    /** Returns an error packet. */
    static ByteBuffer error(int code, String message) {
        byte[] text = message.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer packet = ByteBuffer.allocate(HEADER + text.length + 1);
        packet.putShort((short) TFTPPacket.ERROR)
                .putShort((short) code)
                .put(text)
                .put((byte) 0);
        return packet.flip();
    }
}

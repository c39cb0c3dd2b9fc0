package dev.lineman.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/** Requests files on a persistent connection, and opens a new one when the server closed it. */
final class KeepAliveClient implements AutoCloseable {
    private static final String LENGTH = "Content-Length: ";

    private final int port;
    private @Nullable Socket socket;
    private InputStream in = InputStream.nullInputStream();

    KeepAliveClient(int port) {
        this.port = port;
    }

    /** Returns the status of the response; 0 if the server closed the connection instead. */
    int status(String path, String from) throws IOException {
        Socket kept = socket;
        if (kept == null) {
            kept = new Socket(InetAddress.getLoopbackAddress(), port);
            kept.setSoTimeout(30_000);
            in = new BufferedInputStream(kept.getInputStream());
            socket = kept;
        }
        String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: " + from + "\r\n\r\n";
        kept.getOutputStream().write(head.getBytes(ISO_8859_1));
        String first = line();
        if (first.isEmpty()) {
            close();
            return 0;
        }
        int length = 0;
        boolean ends = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            length = line.startsWith(LENGTH) ? Integer.parseInt(line.substring(LENGTH.length())) : length;
            ends |= line.equals("Connection: close");
        }
        in.skipNBytes(length);
        if (ends) {
            close();
        }
        return Integer.parseInt(first.substring(9, 12));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}

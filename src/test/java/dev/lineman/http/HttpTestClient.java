package dev.lineman.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A client with a real socket that sends any text. Its reads have a deadline. */
final class HttpTestClient implements AutoCloseable {
    private static final int DEADLINE_MILLIS = 20_000;

    private final Socket socket;

    HttpTestClient(int port) throws IOException {
        this(port, "127.0.0.1");
    }

    /** @param from the client's loopback address */
    HttpTestClient(int port, String from) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0);
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    HttpTestClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    HttpTestClient get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    /** Sends nothing more; responses can still be read. */
    HttpTestClient shutdownOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    InputStream in() throws IOException {
        return socket.getInputStream();
    }

    /** Reads one response with its body. */
    String readResponse() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in().read();
            if (c < 0) {
                return head.toString();
            }
            head.append((char) c);
        }
        int length = head.indexOf("Content-Length: ");
        int count = length < 0 ? 0 : Integer.parseInt(head.substring(length + 16, head.indexOf("\r\n", length)));
        return head + new String(in().readNBytes(count), ISO_8859_1);
    }

    /** Reads until the server closes. A reset shows as {@code [reset]}. */
    String readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in().transferTo(all);
        } catch (SocketException e) {
            all.write("[reset]".getBytes(ISO_8859_1));
        }
        return all.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

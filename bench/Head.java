import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The head of an HTTP answer, as far as the benchmark's own clients read it. */
final class Head {

    /** "HTTP/1.1 200": where the first digit of the status is. */
    private static final int STATUS = 9;
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

    private Head() {
    }

    static boolean isGood(ByteBuffer answer) {
        return answer.get(STATUS) == '2';
    }

    /** @return how long head and body are together; 0 as long as the head isn't there as a whole */
    static int answerLength(ByteBuffer answer) throws IOException {
        byte[] bytes = new byte[answer.position()];
        answer.get(0, bytes);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return 0;
        }
        Matcher length = CONTENT_LENGTH.matcher(text).region(0, end);
        if (!length.find()) {
            throw new IOException("an answer without Content-Length");
        }
        return end + 4 + Integer.parseInt(length.group(1));
    }
}

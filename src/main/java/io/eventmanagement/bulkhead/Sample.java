package io.eventmanagement.bulkhead;

/** Numbers whose mean and variance are wanted. */
final class Sample {

    private int count;
    private double sum;
    private double squares;

    void add(double number) {
        count++;
        sum += number;
        squares += number * number;
    }

    int count() {
        return count;
    }

    double sum() {
        return sum;
    }

    double mean() {
        return sum / count;
    }

    double variance() {
        return count == 0 ? 0 : Math.max(0, squares / count - mean() * mean());
    }

    void clear() {
        count = 0;
        sum = 0;
        squares = 0;
    }
}

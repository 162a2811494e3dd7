package knutpunkt.access;

import java.util.Arrays;

/**
 * Ids in two thirds of their bytes: their alphabet of 37 characters fits three times into two bytes. Packed names
 * compare, byte by byte and unsigned, as the names themselves do.
 */
final class PackedName {
    private static final String ALPHABET = "-0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int BASE = ALPHABET.length() + 1; // 0 stands for "no more characters"

    private PackedName() {}

    /** The id's characters, three by three; a last group of one or two is filled up with zeros. */
    static byte[] pack(String name) {
        byte[] packed = new byte[(name.length() + 2) / 3 * 2];
        for (int group = 0; group < packed.length / 2; group++) {
            int value = 0;
            for (int i = group * 3; i < group * 3 + 3; i++) {
                value = value * BASE + (i < name.length() ? digitOf(name.charAt(i)) : 0);
            }
            packed[group * 2] = (byte) (value >>> 8);
            packed[group * 2 + 1] = (byte) value;
        }
        return packed;
    }

    /** The id's characters as ASCII, from {@code length} packed bytes. */
    static byte[] unpack(byte[] bytes, int at, int length) {
        byte[] name = new byte[length / 2 * 3];
        int characters = 0;
        for (int i = at; i < at + length; i += 2) {
            int value = ((bytes[i] & 0xFF) << 8) | (bytes[i + 1] & 0xFF);
            for (int place = BASE * BASE; place > 0; place /= BASE) {
                int digit = value / place % BASE;
                if (digit > 0) {
                    name[characters++] = (byte) ALPHABET.charAt(digit - 1);
                }
            }
        }
        return characters == name.length ? name : Arrays.copyOf(name, characters);
    }

    private static int digitOf(char character) {
        int digit = ALPHABET.indexOf(character) + 1;
        if (digit == 0) {
            throw new IllegalArgumentException("character [" + character + "] is not one of " + ALPHABET);
        }
        return digit;
    }
}

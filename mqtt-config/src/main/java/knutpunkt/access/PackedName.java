package knutpunkt.access;

import java.util.Arrays;

/**
 * Ids in two thirds of their bytes: their alphabet of 37 characters fits three times into two bytes. Packed names
 * compare, byte by byte and unsigned, as the names themselves do.
 */
final class PackedName {
    private static final String ALPHABET = "-0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int BASE = 38; // the alphabet's, and 0 for "no more characters"

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
            characters = append(value / (BASE * BASE), name, characters);
            characters = append(value / BASE % BASE, name, characters);
            characters = append(value % BASE, name, characters);
        }
        return characters == name.length ? name : Arrays.copyOf(name, characters);
    }

    private static int digitOf(char character) {
        if (character == '-') {
            return 1;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 2;
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 12;
        }
        throw new IllegalArgumentException("character [" + character + "] is not one of " + ALPHABET);
    }

    /** Writes the digit's character, if it is one; says how many there are now. */
    private static int append(int digit, byte[] name, int characters) {
        if (digit == 0) {
            return characters;
        }
        name[characters] = (byte) ALPHABET.charAt(digit - 1);
        return characters + 1;
    }
}

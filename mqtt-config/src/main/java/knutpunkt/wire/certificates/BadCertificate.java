package knutpunkt.wire.certificates;

/** Why a client's certificate is not taken. A metric's label and a word in the log. */
public enum BadCertificate {
    /** It is signed by its own key. */
    SELF_SIGNED,
    /** None of the site's authorities made it. */
    FOREIGN_AUTHORITY,
    /** Its key or its signature is weaker than EC P-256 or RSA of 2048 bits with SHA-256. */
    WEAK_KEY,
    /** It is a server's, or an authority's. */
    WRONG_PURPOSE,
    /** Its subject is not one common name that a client of ours can have. */
    WRONG_NAME,
    NOT_YET_VALID,
    EXPIRED,
    /** It was taken back before its end. */
    REVOKED,
    /** Nobody of that name is enrolled. */
    NOT_ENROLLED
}

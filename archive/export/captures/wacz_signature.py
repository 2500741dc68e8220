"""Signs WACZ packages with a key of their maker (WACZ Signing and Verification 0.1.0, anonymous signature)."""

import base64
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from archive.errors import UsageError

_VERSION = "0.1.0"
_SIZES = {"secp256r1": 32, "secp384r1": 48, "secp521r1": 66}


@dataclass(frozen=True, slots=True)
class PackageSigner:
    """A private key on an elliptic curve of NIST; readers of WACZ accept P-384."""

    key: ec.EllipticCurvePrivateKey

    @classmethod
    def read(cls, path: Path) -> "PackageSigner":
        """The key in a PEM file without a password, as 'openssl ecparam -name secp384r1 -genkey -noout' writes it.

        Raises UsageError when the file cannot be read or holds no such key.
        """
        try:
            key = load_pem_private_key(path.read_bytes(), password=None)
        except OSError as error:
            raise UsageError(f"{path}: {error.strerror or error}; name a file with a private key") from error
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise UsageError(f"{path}: no private key in PEM form without password ({error})") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.curve.name not in _SIZES:
            raise UsageError(f"{path}: not a key for ECDSA on P-384; make one with 'openssl ecparam -name secp384r1'")
        return cls(key)

    def sign(self, digest: str, created: str, software: str) -> dict[str, str]:
        """The values of ``signedData``: a labelled digest, its signature and the public key, both in Base64.

        The signature is that of the digest's text in UTF-8 by ECDSA with SHA-256, as r and s of the curve's size.
        """
        size = _SIZES[self.key.curve.name]
        r, s = utils.decode_dss_signature(self.key.sign(digest.encode(), ec.ECDSA(SHA256())))
        public = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return {
            "hash": digest,
            "signature": base64.b64encode(r.to_bytes(size, "big") + s.to_bytes(size, "big")).decode("ascii"),
            "publicKey": base64.b64encode(public).decode("ascii"),
            "created": created,
            "software": software,
            "version": _VERSION,
        }

"""What browsers are told that this archive's pages may do: the Content-Security-Policy and its kin."""

from __future__ import annotations

# Nothing is allowed but what is named here; there is no inline script or style anywhere.
SELF = "'self'"
NOTHING = "'none'"


def content_security_policy(*, embed_hosts: tuple[str, ...] = (), https: bool = False) -> str:
    """Write the policy. Pictures, sound and film in works may come from anywhere, as on any archive."""
    frames = " ".join(f"https://{host}" for host in embed_hosts) or NOTHING
    rules = {
        # Every kind has its own line below; what is left is a page fetched ahead, in Firefox.
        "default-src": SELF,
        "object-src": NOTHING,
        "script-src": SELF,
        "style-src": SELF,
        "font-src": SELF,
        "img-src": f"{SELF} data: blob: https: http:",
        "media-src": f"{SELF} https: http:",
        "connect-src": SELF,
        "manifest-src": SELF,
        "worker-src": SELF,
        "frame-src": frames,
        "form-action": SELF,
        "base-uri": NOTHING,
        "frame-ancestors": NOTHING,
    }
    written = [f"{name} {sources}" for name, sources in rules.items()]
    return "; ".join([*written, "upgrade-insecure-requests"] if https else written)


PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "xr-spatial-tracking",
    )
)

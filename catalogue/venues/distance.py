"""How far apart two places are, and the box around one: degrees (WGS84) in, kilometres out. Pure."""

from math import asin, cos, degrees, radians, sin, sqrt

# Mean radius of the Earth (IUGG), in kilometres.
EARTH = 6371.0088


def km_between(first: tuple[float, float], second: tuple[float, float]) -> float:
    """Return the kilometres between two (latitude, longitude), as the crow flies (haversine)."""
    (lat_1, lon_1), (lat_2, lon_2) = first, second
    phi_1, phi_2 = radians(lat_1), radians(lat_2)
    half = sin((phi_2 - phi_1) / 2) ** 2 + cos(phi_1) * cos(phi_2) * sin(radians(lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def box_around(latitude: float, longitude: float, km: float) -> tuple[float, float, float, float]:
    """Return (south, west, north, east) of a box that holds everything within `km` of a place.

    Near a pole, or when the box would cross the antimeridian, it is as wide as the Earth.
    """
    reach = km / EARTH
    south, north = latitude - degrees(reach), latitude + degrees(reach)
    if south <= -90 or north >= 90:
        return max(south, -90.0), -180.0, min(north, 90.0), 180.0
    # The meridians get nearer: the widest point of the circle is a little towards the pole.
    width = degrees(asin(min(1.0, sin(reach) / cos(radians(latitude)))))
    west, east = longitude - width, longitude + width
    if west < -180 or east > 180:
        return south, -180.0, north, 180.0
    return south, west, north, east

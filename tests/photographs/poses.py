"""Where the camera sees what is held before it: a pinhole camera."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, sin

import cv2
import numpy as np
import numpy.typing as npt

from tests.photographs.devices import Body
from tests.photographs.truth import Floats, Quad

Homography = npt.NDArray[np.float64]
FOCAL = 0.85
"""Focal length of a webcam as a share of the picture's width: about 61 degrees across."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How the screen is held. At `share` 1 it just fills the picture; `x`, `y` move its middle, as
    shares of the picture; angles in radians.
    """

    share: float = 0.8
    x: float = 0.0
    y: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0


def project(points: npt.ArrayLike, body: Body, pose: Pose, size: tuple[int, int]) -> Floats:
    """Photo pixels of points (x right, y down, z away from the lid towards the camera; body px)."""
    focal = FOCAL * size[0]
    scale = pose.share * min(size[0] / body.panel[0], size[1] / body.panel[1])
    away = focal / scale
    middle = np.array([body.size[0] / 2, body.size[1] / 2, 0.0])
    seen = (np.asarray(points, np.float64) - middle) @ _turn(pose).T
    depth = np.maximum(away - seen[:, 2], away * 0.05)
    x = seen[:, 0] * focal / depth + size[0] * (0.5 + pose.x)
    y = seen[:, 1] * focal / depth + size[1] * (0.5 + pose.y)
    return np.stack([x, y], axis=1).astype(np.float32)


def homography(body: Body, pose: Pose, size: tuple[int, int]) -> Homography:
    """From the body's pixels to the photograph's."""
    flat = body.body_corners()
    return np.asarray(
        cv2.getPerspectiveTransform(flat, project(_lifted(flat), body, pose, size)), np.float64
    )


def moved(points: Quad, by: Homography) -> Quad:
    """`points` (n, 2) through a homography."""
    there = cv2.perspectiveTransform(points.reshape(-1, 1, 2), by)
    return np.asarray(there, np.float32).reshape(-1, 2)


def deck_corners(body: Body, pose: Pose, size: tuple[int, int], open_by: float) -> Quad:
    """The keyboard's corners: it hangs from the foot of the lid, opened by `open_by` radians."""
    width, height = body.size
    deep = height * 0.95
    down, out = height - deep * cos(open_by), deep * sin(open_by)
    points = [(0, height, 0), (width, height, 0), (width, down, out), (0, down, out)]
    return project(points, body, pose, size)


def _lifted(flat: Quad) -> Floats:
    return np.asarray(np.hstack([flat, np.zeros((len(flat), 1), np.float32)]), np.float32)


def _turn(pose: Pose) -> Homography:
    c, s = cos(pose.pitch), sin(pose.pitch)
    pitch = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    c, s = cos(pose.yaw), sin(pose.yaw)
    yaw = np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])
    c, s = cos(pose.roll), sin(pose.roll)
    roll = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    return np.asarray(roll @ pitch @ yaw, np.float64)

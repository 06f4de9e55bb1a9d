"""The clustered covariance of a likelihood, from the scores of its groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from studytool.core.errors import ModelError
from studytool.models.inference.covariance import count_clusters
from studytool.models.kernel.absorption import sums_by_code

if TYPE_CHECKING:
    from studytool.models.kernel.absorption import Array, Codes


def clustered_scores(bread: Array, scores: Array, codes: Codes) -> tuple[Array, int]:
    """Return the raw clustered covariance (CR0) and the number of clusters.

    Parameters
    ----------
    bread : ndarray, shape (k, k)
        Inverse of the information.
    scores : ndarray, shape (g, k)
        Score of each group.
    codes : ndarray of int, shape (g,)
        Cluster of each group.

    Returns
    -------
    tuple of ndarray of shape (k, k) and int
        Bread, times the outer products of the clusters' summed scores, times bread.

    Raises
    ------
    ModelError
        If there is one cluster only.

    References
    ----------
    Liang and Zeger (1986), https://doi.org/10.1093/biomet/73.1.13
    """
    count = count_clusters(codes)
    sums = bread @ sums_by_code(scores.T, codes)
    return sums @ sums.T, count


def clusters_of_groups(groups: Codes, clusters: Codes, names: tuple[str, str]) -> Codes:
    """Return the cluster of each group.

    Parameters
    ----------
    groups : ndarray of int, shape (n,)
        Group of each row, coded 0, 1, 2, ... without gaps.
    clusters : ndarray of int, shape (n,)
        Cluster of each row.
    names : tuple of str
        What groups and clusters are called.

    Returns
    -------
    ndarray of int, shape (highest group + 1,)
        Cluster of each group.

    Raises
    ------
    ModelError
        If a group has rows in several clusters, so that its score belongs to none.
    """
    found = np.zeros(int(groups.max()) + 1, dtype=np.intp)
    found[groups] = clusters
    if (found[groups] != clusters).any():
        raise ModelError(
            f'Some levels of "{names[0]}" have rows in several clusters of "{names[1]}".',
            why="The likelihood of such a group cannot be told apart by cluster.",
            remedy=f'Cluster at a level that holds each {names[0]} whole, such as "{names[0]}" '
            "itself.",
        )
    return found

"""What happens in a site by chance: visitors come, members act, kiosks tell of pictures."""

from __future__ import annotations

import random

from tests.server.desk_side import DeskClient
from tests.server.station_side import StationSide, jpeg


def happens(chance: random.Random, station: StationSide, maya: DeskClient, ben: DeskClient) -> None:
    """One thing that visitors, members or kiosks do; what cannot be is refused."""
    state, desk = maya.state(), chance.choice([maya, ben])
    match chance.randrange(6):
        case 0 | 1:
            station.arrives(chance.choice(["Ada", "Bo", "Cem"]))
        case 2:
            desk.call_next()
        case 3 | 4:
            for visit in chance.sample(state["open"], min(1, len(state["open"]))):
                verb = chance.choice(["arrived", "begin", "return", "absent", "finish"])
                more = {"outcome": "fixed", "note": ""} if verb == "finish" else {}
                desk.act(verb, visit["id"], **more)
        case _:
            for visit in chance.sample(state["waiting"], min(1, len(state["waiting"]))):
                content = jpeg(colour=chance.choice(["teal", "red"]))
                station.push(station.attached(visit["id"], content))
